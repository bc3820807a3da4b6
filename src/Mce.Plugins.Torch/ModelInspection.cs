using Mce.Plugins.Torch.Archive;

namespace Mce.Plugins.Torch;

/// <summary>Says what an archive holds, from its documents alone.</summary>
internal static class ModelInspection
{
    private const string CallPrefix = "torch.ops.";
    private const string DefaultOverload = ".default";

    public static ModelOutline Create(ModelPlan plan, string path)
    {
        ExportedProgram program = plan.Program;
        return new ModelOutline
        {
            Metadata = ModelLoader.Describe(program),
            Signature = plan.Signature,
            Files = [path],
            Operators = [.. program.Nodes.CountBy(n => n.Target).OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal).Select(t => Operator(t.Key, t.Value, program.Problems))],
            // The very text of the trial load, so that a report that makes both shows it once.
            Problems = program.Problems.Count > 0 ? [ArchiveErrors.Unsupported(path, program.Problems).Message] : [],
        };
    }

    // "torch.ops.aten.add.Tensor" is add.Tensor of aten; "_operator.mul" is Python's own.
    private static ModelOperator Operator(string target, int count, ModelProblems problems)
    {
        string name = target.StartsWith(CallPrefix, StringComparison.Ordinal) ? target[CallPrefix.Length..] : target;
        if (name.EndsWith(DefaultOverload, StringComparison.Ordinal)) name = name[..^DefaultOverload.Length];
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0
            ? new ModelOperator("python", name, count, problems.OfOperator(target))
            : new ModelOperator(name[..dot], name[(dot + 1)..], count, problems.OfOperator(target));
    }
}
