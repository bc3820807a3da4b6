using System.Globalization;
using System.Text.Json;
using Mce.Plugins.Torch.Archive;
using Mce.Plugins.Torch.Graph;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch;

/// <summary>Opens an archive: reads it, checks it, compiles its graph.</summary>
internal static class ModelLoader
{
    public static TorchModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        try
        {
            using Pt2Archive archive = Pt2Archive.Open(source.Path, source.Limits);
            ModelPlan plan = ModelPlan.Read(archive, source);
            plan.Program.Problems.ThrowIfAny(source.Path);
            // Without problems there are both.
            (ModelSignature signature, CompiledGraph graph) = (plan.Signature!, plan.Graph!);
            WeightStore weights = WeightStore.Read(archive, plan.Weights, cancellationToken);
            try
            {
                graph.CheckWeights(weights);
                return new TorchModel(source.Path, signature, Describe(plan.Program), graph, weights);
            }
            catch
            {
                weights.Dispose();
                throw;
            }
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw ArchiveErrors.Damaged(source.Path, e.Message, e);
        }
    }

    public static ModelOutline Inspect(ModelSource source)
    {
        try
        {
            using Pt2Archive archive = Pt2Archive.Open(source.Path, source.Limits);
            return ModelInspection.Create(ModelPlan.Read(archive, source), source.Path);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw ArchiveErrors.Damaged(source.Path, e.Message, e);
        }
    }

    public static ModelMetadata Describe(ExportedProgram program) => new()
    {
        Format = "torch-export",
        Producer = program.TorchVersion is { } version ? $"PyTorch {version}" : null,
        Properties = new Dictionary<string, string>
        {
            ["schemaVersion"] = program.SchemaVersion,
            ["operators"] = program.Nodes.Length.ToString(CultureInfo.InvariantCulture),
        },
    };

    // What the documents of an archive can make the readers throw.
    private static bool IsDamage(Exception e) => e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException
        or IOException or InvalidDataException or ArgumentException or NotSupportedException or OverflowException or NativeCallException;
}
