using System.Collections.Immutable;
using Mce.Plugins.Torch.Archive;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch;

/// <summary>Derives a model's signature from its program.</summary>
internal static class SignatureBuilder
{
    /// <summary>The signature, or null when the program has problems, to which this adds its own.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>.</exception>
    public static ModelSignature? Build(ExportedProgram program, ModelSource source)
    {
        string[] outputTensors = [.. program.Outputs.OfType<GraphArgument.Reference>().Select(r => r.Name)];
        if (outputTensors.Length != program.Outputs.Length) program.Problems.Add("an output that is no tensor");
        if (program.Outputs.Length == 0) program.Problems.Add("no output");

        string[] inputNames = [.. program.Inputs.Where(i => i.Kind == ProgramInputKind.User).Select(i => i.Name)];
        foreach (string name in inputNames.Concat(outputTensors))
            if (ScalarTypes.FromArchive(Meta(program, name).ArchiveType) < 0)
                program.Problems.Add($"the tensor '{name}' has the element type {ScalarTypes.DescribeArchive(Meta(program, name).ArchiveType)}");
        if (program.Problems.Count > 0) return null;

        string[] outputNames = OutputNames(program, source, outputTensors.Length);
        return new ModelSignature(
            [.. inputNames.Select(name => Spec(program, name, name))],
            [.. outputTensors.Select((tensor, i) => Spec(program, tensor, outputNames[i]))]);
    }

    private static TensorSpec Spec(ExportedProgram program, string tensor, string name)
    {
        TensorMeta meta = Meta(program, tensor);
        ImmutableArray<TensorDimension> dimensions = [.. meta.Sizes.Select(size => Dimension(program, size))];
        return new TensorSpec(name, ScalarTypes.ToElementType(ScalarTypes.FromArchive(meta.ArchiveType)), dimensions);
    }

    private static TensorDimension Dimension(ExportedProgram program, SymbolicSize size)
    {
        if (size.Size is { } known) return known >= 0 ? TensorDimension.Fixed(known) : throw new FormatException($"a dimension is {known}");
        if (size.Symbol is null || !program.Symbols.TryGetValue(size.Symbol, out SymbolRange range)) return TensorDimension.Dynamic(size.Symbol);
        return TensorDimension.Dynamic(size.Symbol, range.Minimum, range.Maximum);
    }

    private static TensorMeta Meta(ExportedProgram program, string tensor) =>
        program.Tensors.GetValueOrDefault(tensor) ?? throw new FormatException($"the tensor '{tensor}' is not described");

    private static string[] OutputNames(ExportedProgram program, ModelSource source, int count)
    {
        if (source.Settings.GetString(TorchSettings.OutputNames) is { } setting)
        {
            string[] names = setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return names.Length == count && names.Distinct(StringComparer.Ordinal).Count() == count
                ? names
                : throw new MceException(
                    MceErrorCodes.SettingInvalid,
                    $"The setting '{TorchSettings.OutputNames}' is '{setting}'; it must be {count} different name(s), separated by commas: '{source.Path}' has {count} output(s).",
                    new Dictionary<string, string> { ["setting"] = TorchSettings.OutputNames, ["given"] = setting });
        }

        if (program.OutputNames is { } keys && keys.Length == count) return keys;
        return count == 1 ? ["output"] : [.. Enumerable.Range(0, count).Select(i => $"output_{i}")];
    }
}
