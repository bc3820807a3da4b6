using System.Globalization;

namespace Mce.Benchmarks;

/// <summary>Mce's HTTP endpoint against two servers written by hand and against Kestrel alone, each in its own process, in turn.</summary>
internal static class HttpFigures
{
    public static IEnumerable<Figure> Measure() => Measure(HttpLoadOptions.Default);

    public static IEnumerable<Figure> Measure(HttpLoadOptions options)
    {
        HttpSlice[][] rounds = Run(options);
        yield return Ratio("http.ratio.documented", rounds, s => s.Rate, HttpContestant.MceJson, HttpContestant.DocumentedJson, 1.2, isAtLeast: true);
        yield return Ratio("http.ratio.tuned.json", rounds, s => s.Rate, HttpContestant.MceJson, HttpContestant.TunedJson, 0.95, isAtLeast: true);
        yield return Ratio("http.ratio.tuned.raw", rounds, s => s.Rate, HttpContestant.MceRaw, HttpContestant.TunedRaw, 0.95, isAtLeast: true);
        yield return Ratio("http.cpu.tuned.json", rounds, s => s.CpuPerAnswer, HttpContestant.MceJson, HttpContestant.TunedJson, 1.05, isAtLeast: false);
        yield return Ratio("http.cpu.tuned.raw", rounds, s => s.CpuPerAnswer, HttpContestant.MceRaw, HttpContestant.TunedRaw, 1.05, isAtLeast: false);
        yield return Bytes(rounds);
    }

    /// <returns>Round by round, the slices in the order of the contestants.</returns>
    private static HttpSlice[][] Run(HttpLoadOptions options)
    {
        using var contest = new HttpContest();
        HttpLoop[] loops = [.. Enum.GetValues<HttpContestant>().Select(c => new HttpLoop(contest.Targets[c], options.Connections))];
        foreach (HttpLoop loop in loops) loop.Run(options.WarmUp);
        var rounds = new HttpSlice[options.Rounds][];
        for (int i = 0; i < rounds.Length; i++)
        {
            rounds[i] = new HttpSlice[loops.Length];
            for (int j = 0; j < loops.Length; j++)
            {
                // Every other round the other way round: a drift of the machine's speed then falls on all.
                int at = i % 2 == 0 ? j : loops.Length - 1 - j;
                rounds[i][at] = loops[at].Run(options.Slice);
            }
        }

        foreach (HttpLoop loop in loops) loop.Dispose();
        return rounds;
    }

    private static Figure Ratio(string name, HttpSlice[][] rounds, Func<HttpSlice, double> of, HttpContestant mce, HttpContestant other, double target, bool isAtLeast)
    {
        double[] ratios = [.. rounds.Select(r => of(r[(int)mce]) / of(r[(int)other])).Order()];
        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{Median(rounds, mce, s => s.Rate) / 1_000:F1}k/s at {Median(rounds, mce, s => s.CpuPerAnswer):F1} µs of CPU against {Median(rounds, other, s => s.Rate) / 1_000:F1}k/s at {Median(rounds, other, s => s.CpuPerAnswer):F1} µs; quartiles {ratios[ratios.Length / 4]:F3} to {ratios[ratios.Length * 3 / 4]:F3}");
        return new Figure(name, ratios[ratios.Length / 2], target, reason) { IsAtLeast = isAtLeast };
    }

    private static Figure Bytes(HttpSlice[][] rounds)
    {
        double all = Median(rounds, HttpContestant.MceRaw, s => s.BytesPerAnswer), bare = Median(rounds, HttpContestant.BareRaw, s => s.BytesPerAnswer);
        double tuned = Median(rounds, HttpContestant.TunedRaw, s => s.BytesPerAnswer), json = Median(rounds, HttpContestant.MceJson, s => s.BytesPerAnswer);
        string reason = string.Create(
            CultureInfo.InvariantCulture, $"raw bytes: {all:F0} B a request, {bare:F0} B of them Kestrel's own; the tuned server {tuned:F0} B; JSON {json:F0} B");
        return new Figure("http.bytes", all - bare, 512, reason);
    }

    private static double Median(HttpSlice[][] rounds, HttpContestant contestant, Func<HttpSlice, double> of)
    {
        double[] sorted = [.. rounds.Select(r => of(r[(int)contestant])).Order()];
        return sorted[sorted.Length / 2];
    }
}
