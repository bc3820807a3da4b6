using System.Globalization;

namespace Mce.Cli.Running;

/// <summary>One <c>--input NAME=FILE</c> or <c>--input 0=FILE</c>, with an optional shape after the file: <c>FILE:1x3x224x224</c>.</summary>
/// <param name="Slot">The input's position.</param>
/// <param name="Path">The file.</param>
/// <param name="Shape">The shape that was given, or null.</param>
internal sealed record InputArgument(int Slot, string Path, long[]? Shape)
{
    /// <summary>Reads what was given, with the model's names at hand: a name may hold an equals sign itself.</summary>
    /// <exception cref="UsageException">It names no input, or no file.</exception>
    public static InputArgument Parse(string text, ModelSignature signature)
    {
        int[] splits = [.. Enumerable.Range(0, text.Length).Where(i => text[i] == '=')];
        if (splits.Length == 0 || splits[0] == 0)
            throw new UsageException($"--input '{text}' is no NAME=FILE. The model takes: {Words.List(signature.Inputs)}.");

        // The longest name that there is wins; a position counts only where no input is called like it.
        int split = splits.LastOrDefault(s => signature.FindInput(text[..s]) >= 0, -1);
        int slot = split >= 0 ? signature.FindInput(text[..split]) : PositionOf(text[..splits[0]], signature);
        if (slot < 0) throw new UsageException($"The model has no input '{text[..splits[0]]}'. It takes: {Words.List(signature.Inputs)}. Give each as --input NAME=FILE, or by its position, --input 0=FILE.");
        string file = text[((split >= 0 ? split : splits[0]) + 1)..];
        return file.Length == 0 ? throw new UsageException($"--input '{text}' names no file: write --input {text}FILE.npy.") : WithShape(slot, file);
    }

    /// <summary>What the file must hold: the model's spec, narrowed by the shape that was given.</summary>
    /// <exception cref="UsageException">The shape isn't one that the model takes.</exception>
    public TensorSpec Narrow(TensorSpec spec)
    {
        if (Shape is null) return spec;
        return spec.AcceptsShape(Shape)
            ? new TensorSpec(spec.Name, spec.ElementType, [.. Shape.Select(TensorDimension.Fixed)], spec.IsOptional)
            : throw new UsageException($"The shape [{string.Join(", ", Shape)}] that is given for '{spec.Name}' doesn't fit: the model takes {spec}.");
    }

    private static int PositionOf(string key, ModelSignature signature) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int position) && position < signature.Inputs.Length ? position : -1;

    private static InputArgument WithShape(int slot, string file)
    {
        int colon = file.LastIndexOf(':');
        if (colon <= 0 || File.Exists(file)) return new InputArgument(slot, file, null);
        string[] sizes = file[(colon + 1)..].Split('x');
        var shape = new long[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
            if (!long.TryParse(sizes[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i])) return new InputArgument(slot, file, null);
        return new InputArgument(slot, file[..colon], shape);
    }
}
