using Mce.Cli.Terminal;

namespace Mce.Cli.Running;

/// <summary>A command line that runs a model, for people to copy.</summary>
internal static class RunExample
{
    /// <summary>With a file for every input that the model needs.</summary>
    public static string For(string modelPath, ModelSignature signature)
    {
        IEnumerable<string> inputs = signature.Inputs.Select((s, slot) => (Spec: s, Slot: slot)).Where(i => !i.Spec.IsOptional).Select(i => $" --input {Quote($"{Key(i.Spec.Name, i.Slot)}={FileFor(i.Spec)}")}");
        return $"mce run {Quote(Printable.Of(modelPath))}{string.Concat(inputs)} --output out";
    }

    // What can't be typed is given by its position.
    private static string Key(string name, int slot) => Printable.Of(name) == name && !name.Contains('=', StringComparison.Ordinal) ? name : $"{slot}";

    private static string FileFor(TensorSpec spec) => spec.ElementType is TensorElementType.String or TensorElementType.Bytes ? "FILE.json" : "FILE.npy";

    private static string Quote(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,+@%".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
