using Mce.Plugins.Torch.Archive;
using Mce.Plugins.Torch.Graph;

namespace Mce.Plugins.Torch;

/// <summary>An archive that has been read and judged, without its weights and without libtorch.</summary>
/// <param name="Program">The program, with everything that keeps it from being served.</param>
/// <param name="Signature">Inputs and outputs, or null where a problem hides them.</param>
/// <param name="Weights">The weights by name.</param>
/// <param name="Graph">The compiled graph, or null when there are problems.</param>
internal sealed record ModelPlan(ExportedProgram Program, ModelSignature? Signature, IReadOnlyList<WeightEntry> Weights, CompiledGraph? Graph)
{
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelInvalid"/> and <see cref="MceErrorCodes.SettingInvalid"/>.</exception>
    /// <exception cref="FormatException">The archive contradicts itself; so for the exceptions of System.Text.Json.</exception>
    public static ModelPlan Read(Pt2Archive archive, ModelSource source)
    {
        ExportedProgram program = archive.ReadProgram();
        ModelSignature? signature = SignatureBuilder.Build(program, source);
        IReadOnlyList<WeightEntry> weights = WeightEntry.List(archive, program.Problems);
        return new ModelPlan(program, signature, weights, GraphCompiler.Compile(program));
    }
}
