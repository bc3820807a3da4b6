namespace Mce.OnnxVectors;

/// <summary>Prints what came out.</summary>
internal static class Report
{
    /// <summary>Prints the table and returns the exit code.</summary>
    /// <param name="bare">How each vector went through bare ONNX Runtime.</param>
    /// <param name="mce">How the same vectors went through the library, in the same order.</param>
    /// <param name="failures">Whether to list what both fail.</param>
    public static int Print(Outcome[] bare, Outcome[] mce, bool failures)
    {
        (Outcome Bare, Outcome Mce)[] all = [.. bare.Zip(mce)];
        Console.WriteLine($"{"vectors",-20} {"all",6} {"bare",6} {"Mce",6} {"bare, not Mce",14} {"Mce, not bare",14}");
        foreach (var group in all.GroupBy(pair => pair.Bare.Group).Append(all.GroupBy(_ => "sum").FirstOrDefault()).OfType<IGrouping<string, (Outcome Bare, Outcome Mce)>>())
            Console.WriteLine(
                $"{group.Key,-20} {group.Count(),6} {group.Count(p => p.Bare.Passed),6} {group.Count(p => p.Mce.Passed),6} {group.Count(p => p.Bare.Passed && !p.Mce.Passed),14} {group.Count(p => !p.Bare.Passed && p.Mce.Passed),14}");

        (Outcome Bare, Outcome Mce)[] missing = [.. all.Where(p => p.Bare.Passed && !p.Mce.Passed)];
        foreach ((_, Outcome outcome) in missing) Console.WriteLine($"bare passes, Mce fails: {outcome.Name}: {outcome.Failure}");
        foreach ((Outcome outcome, _) in all.Where(p => !p.Bare.Passed && p.Mce.Passed)) Console.WriteLine($"Mce passes, bare fails: {outcome.Name}: {outcome.Failure}");
        foreach ((Outcome one, Outcome other) in all.Where(p => failures && !p.Bare.Passed && !p.Mce.Passed))
            Console.WriteLine($"both fail: {one.Name}:\n    bare: {one.Failure}\n    Mce:  {other.Failure}");
        foreach ((Outcome one, Outcome other) in all.Where(p => IsCrash(p.Bare) != IsCrash(p.Mce))) Console.WriteLine($"one crashes: {one.Name}: bare: {one.Failure}; Mce: {other.Failure}");
        return missing.Length == 0 ? 0 : 1;

        static bool IsCrash(Outcome outcome) => outcome.Failure?.StartsWith("CRASH", StringComparison.Ordinal) == true;
    }
}
