namespace Mce.Benchmarks;

/// <summary>The figures that need many callers, each with its target.</summary>
internal static class LoadFigures
{
    private static readonly Dictionary<string, Func<IEnumerable<Figure>>> All = new()
    {
        ["replica.scaling"] = ReplicaScaling.Measure,
        ["overload"] = Overload.Measure,
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

        bool anyShort = false;
        foreach (string name in names.Count > 0 ? names : [.. Names])
        {
            foreach (Figure figure in All[name]())
            {
                output.WriteLine(figure);
                anyShort |= figure.IsShort;
            }
        }

        return anyShort ? 1 : 0;
    }
}
