namespace Mce.Benchmarks;

/// <summary>The figures that need many callers, each with its target.</summary>
internal static class LoadFigures
{
    private static readonly Dictionary<string, Func<IEnumerable<Figure>>> All = new()
    {
        ["replica.scaling"] = ReplicaScaling.Measure,
        ["overload"] = Overload.Measure,
        ["http"] = HttpFigures.Measure,
    };

    public static IEnumerable<string> Names => All.Keys;

    /// <returns>1 when a figure is short of its target, 2 when there is none of a name, else 0.</returns>
    public static int Run(IReadOnlyList<string> names, TextWriter output)
    {
        if (names.FirstOrDefault(n => !All.ContainsKey(n)) is { } unknown)
        {
            Console.Error.WriteLine($"There is no figure '{unknown}'. There are: {string.Join(", ", Names)}.");
            return 2;
        }

        return Print((names.Count > 0 ? names : [.. Names]).SelectMany(name => All[name]()), output);
    }

    /// <summary>Prints each figure as soon as it is measured.</summary>
    /// <returns>1 when one is short of its target, else 0.</returns>
    public static int Print(IEnumerable<Figure> figures, TextWriter output)
    {
        bool anyShort = false;
        foreach (Figure figure in figures)
        {
            output.WriteLine(figure);
            anyShort |= figure.IsShort;
        }

        return anyShort ? 1 : 0;
    }
}
