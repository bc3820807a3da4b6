using System.Globalization;

namespace Mce.Cli.Benching;

/// <summary>What is to be measured.</summary>
/// <param name="Batches">Batch sizes, rising.</param>
/// <param name="Concurrencies">Numbers of callers, rising.</param>
/// <param name="Duration">Of each measurement, without its warm-up.</param>
/// <param name="Note">Which of the default batch sizes were left out, and why; null = none.</param>
internal sealed record BenchPlan(IReadOnlyList<int> Batches, IReadOnlyList<int> Concurrencies, TimeSpan Duration, string? Note)
{
    private const int MaxBatch = 1 << 20;
    public const int MaxConcurrency = 64;
    private static readonly int[] UsualBatches = [1, 8, 32];

    /// <param name="asked">The lists and the time.</param>
    /// <param name="sent">The inputs that will be sent: only theirs is a batch.</param>
    /// <exception cref="UsageException">A list isn't one, or the model takes no batches, or none of that size.</exception>
    public static BenchPlan Create(BenchRequest asked, IReadOnlyCollection<TensorSpec> sent)
    {
        if (!(asked.Seconds > 0 && asked.Seconds <= 3600))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--duration {asked.Seconds} is no time to measure: give seconds, more than 0 and at most 3600."));
        TensorSpec[] batched = [.. sent.Where(SyntheticInputs.IsBatched)];
        (IReadOnlyList<int> batches, string? note) = asked.Batches is null ? DefaultBatches(batched) : (AskedBatches(asked.Batches, batched, sent), null);
        return new BenchPlan(
            batches,
            asked.Concurrencies is null ? [.. new[] { 1, Environment.ProcessorCount }.Distinct().Where(c => c <= MaxConcurrency)] : Parse("--concurrency", asked.Concurrencies, MaxConcurrency),
            TimeSpan.FromSeconds(asked.Seconds),
            note);
    }

    private static IReadOnlyList<int> AskedBatches(string list, TensorSpec[] batched, IReadOnlyCollection<TensorSpec> sent)
    {
        if (batched.Length == 0)
            throw new UsageException($"--batch {list} can't be had: no input that is sent has an open first dimension. Sent are: {Words.List(sent)}. Leave --batch out.");
        IReadOnlyList<int> batches = Parse("--batch", list, MaxBatch);
        foreach (int batch in batches)
            if (batched.FirstOrDefault(i => !i.Dimensions[0].Accepts(batch)) is { } narrow) throw new UsageException($"--batch {batch} can't be had: {Range(narrow)}.");
        return batches;
    }

    private static (IReadOnlyList<int> Batches, string? Note) DefaultBatches(TensorSpec[] batched)
    {
        if (batched.Length == 0) return ([1], null);
        int[] unfit = [.. UsualBatches.Where(b => !batched.All(i => i.Dimensions[0].Accepts(b)))];
        if (unfit.Length == 0) return (UsualBatches, null);
        IEnumerable<string> reasons = batched.Where(i => !unfit.All(b => i.Dimensions[0].Accepts(b))).Select(Range);
        string note = $"batch {string.Join(", ", unfit)} left out: {string.Join("; ", reasons)}";
        // A range that none of them is in has its own smallest size. Where even that is too large to try, the model will say so.
        int smallest = (int)Math.Clamp(batched.Max(i => i.Dimensions[0].Minimum), 1, MaxBatch);
        return ([.. UsualBatches.Except(unfit).DefaultIfEmpty(smallest)], note);
    }

    /// <summary>For example <c>'image' takes 1 to 32</c>.</summary>
    private static string Range(TensorSpec spec)
    {
        TensorDimension rows = spec.Dimensions[0];
        long minimum = Math.Max(rows.Minimum, 1);
        return rows.Maximum == long.MaxValue
            ? $"'{spec.Name}' takes {minimum} or more"
            : $"'{spec.Name}' takes {minimum} to {rows.Maximum}";
    }

    /// <summary>Reads <c>1,8,32</c>.</summary>
    public static IReadOnlyList<int> Parse(string option, string text, int maximum)
    {
        var values = new SortedSet<int>();
        foreach (string part in text.Split(','))
        {
            if (!int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < 1 || value > maximum)
                throw new UsageException($"{option} '{text}' is no list of whole numbers from 1 to {maximum}: write for example {option} 1,2,8.");
            values.Add(value);
        }

        return [.. values];
    }
}
