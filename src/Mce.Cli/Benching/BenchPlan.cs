using System.Globalization;

namespace Mce.Cli.Benching;

/// <summary>What is to be measured.</summary>
/// <param name="Batches">Batch sizes, rising.</param>
/// <param name="Concurrencies">Numbers of callers, rising.</param>
/// <param name="Duration">Of each measurement, without its warm-up.</param>
internal sealed record BenchPlan(IReadOnlyList<int> Batches, IReadOnlyList<int> Concurrencies, TimeSpan Duration)
{
    private const int MaxBatch = 1 << 20;
    public const int MaxConcurrency = 64;
    private static readonly int[] s_batches = [1, 8, 32];

    /// <exception cref="UsageException">A list isn't one, or the model takes no batches.</exception>
    public static BenchPlan Create(string? batches, string? concurrencies, double seconds, ModelSignature signature)
    {
        if (!(seconds > 0 && seconds <= 3600)) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--duration {seconds} is no time to measure: give seconds, more than 0 and at most 3600."));
        bool batched = signature.Inputs.Any(SyntheticInputs.IsBatched);
        if (batches is not null && !batched)
            throw new UsageException($"--batch {batches} can't be had: no input of the model has an open first dimension. It takes: {Words.List(signature.Inputs)}. Leave --batch out.");
        return new BenchPlan(
            batches is null ? batched ? [.. s_batches.Where(b => signature.Inputs.Where(SyntheticInputs.IsBatched).All(i => i.Dimensions[0].Accepts(b))).DefaultIfEmpty(1)] : [1] : Parse("--batch", batches, MaxBatch),
            concurrencies is null ? [.. new[] { 1, Environment.ProcessorCount }.Distinct().Where(c => c <= MaxConcurrency)] : Parse("--concurrency", concurrencies, MaxConcurrency),
            TimeSpan.FromSeconds(seconds));
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
