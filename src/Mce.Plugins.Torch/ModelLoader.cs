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
            ExportedProgram program = archive.ReadProgram();
            ModelSignature signature = SignatureBuilder.Build(program, source);
            WeightStore weights = WeightStore.Read(archive, cancellationToken);
            try
            {
                CompiledGraph graph = GraphCompiler.Compile(program, weights, source.Path);
                return new TorchModel(source.Path, signature, Describe(program), graph, weights);
            }
            catch
            {
                weights.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException
            or IOException or InvalidDataException or ArgumentException or NotSupportedException or OverflowException or NativeCallException)
        {
            throw ArchiveErrors.Damaged(source.Path, e.Message, e);
        }
    }

    private static ModelMetadata Describe(ExportedProgram program) => new()
    {
        Format = "torch-export",
        Producer = program.TorchVersion is { } version ? $"PyTorch {version}" : null,
        Properties = new Dictionary<string, string>
        {
            ["schemaVersion"] = program.SchemaVersion,
            ["operators"] = program.Nodes.Length.ToString(CultureInfo.InvariantCulture),
        },
    };
}
