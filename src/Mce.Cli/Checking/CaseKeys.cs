using System.Collections.Immutable;
using System.Globalization;

namespace Mce.Cli.Checking;

/// <summary>Finds which input or output of a model each file of a case is for.</summary>
internal static class CaseKeys
{
    /// <summary>The slot of each file. Keys that are exactly 0 to n - 1 are positions, any others names.</summary>
    /// <param name="files">With different keys.</param>
    /// <param name="specs">The model's inputs, or outputs, in its own order.</param>
    /// <param name="role"><c>input</c> or <c>output</c>.</param>
    /// <exception cref="UsageException">The model has no such input or output.</exception>
    public static int[] Resolve(IReadOnlyList<CaseFile> files, ImmutableArray<TensorSpec> specs, string role)
    {
        int[]? positions = Positions(files);
        if (positions is null) return [.. files.Select(f => Find(f.Key, files, specs, role))];
        return positions.Length <= specs.Length
            ? positions
            : throw new UsageException($"there are {positions.Length} {role}s by position; the model has {specs.Length}: {List(specs)}.");
    }

    private static int[]? Positions(IReadOnlyList<CaseFile> files)
    {
        var positions = new int[files.Count];
        for (int i = 0; i < positions.Length; i++)
        {
            // Exactly: 01 and +1 are names.
            bool isPosition = int.TryParse(files[i].Key, NumberStyles.None, CultureInfo.InvariantCulture, out positions[i])
                && positions[i] < files.Count
                && files[i].Key == positions[i].ToString(CultureInfo.InvariantCulture);
            if (!isPosition) return null;
        }

        return positions;
    }

    private static int Find(string name, IReadOnlyList<CaseFile> files, ImmutableArray<TensorSpec> specs, string role)
    {
        for (int i = 0; i < specs.Length; i++)
            if (specs[i].Name == name) return i;
        // Whoever writes a number means a position, as a rule.
        string why = !name.All(char.IsAsciiDigit) ? "" :
            $" (positions must be exactly 0 to n-1: for {Words.Count(files.Count, role)}, {(files.Count == 1 ? "0" : $"0 to {files.Count - 1}")}; the case has {string.Join(", ", files.Select(f => f.Key))}; any others are names)";
        throw new UsageException($"the model has no {role} '{name}'{why}. It has: {List(specs)}.");
    }

    private static string List(ImmutableArray<TensorSpec> specs) => specs.IsEmpty ? "none" : string.Join(", ", specs);
}
