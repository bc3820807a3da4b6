using System.Globalization;

namespace Mce.Benchmarks;

/// <summary>The verb <c>ratios</c>: every figure of the README, in pairs.</summary>
internal static class Ratios
{
    /// <returns>1 when a figure is short of its target, else 0.</returns>
    public static int Run(TextWriter output)
    {
        bool anyShort = false;
        foreach (Func<IEnumerable<Figure>> measure in (Func<IEnumerable<Figure>>[])[DirectNull, DirectNullObserved, ObserveSlow, DirectOnnx, DirectTorch, DirectMLNet, Text, Serial])
        {
            IReadOnlyList<Figure> figures = OnOwnThread(measure);
            foreach (Figure figure in figures)
            {
                output.WriteLine(figure);
                anyShort |= figure.IsShort;
            }
        }

        return anyShort ? 1 : 0;
    }

    private static IEnumerable<Figure> DirectNull()
    {
        using var pair = Ready<DirectNull>();
        yield return Added("direct.null.added_ns", pair, 250, "server against the instance of a backend that does nothing");
        yield return Bytes("direct.null.bytes", pair);
    }

    private static IEnumerable<Figure> DirectNullObserved()
    {
        using (var metered = Ready<DirectNullMetered>())
        {
            yield return Added("direct.null.metered_ns", metered, 400, "the same with a listener on every metric");
            yield return Bytes("direct.null.metered_bytes", metered);
        }

        using var observed = Ready<DirectNullObserved>();
        yield return Added("direct.null.observed_ns", observed, 400, "the same with a listener on every metric and an observer of every event");
        yield return Bytes("direct.null.observed_bytes", observed);
    }

    private static IEnumerable<Figure> ObserveSlow()
    {
        using var alone = Ready<DirectOnnx>();
        using var observed = Ready<DirectOnnxSlowlyObserved>();
        yield return new Figure("observe.slow", Tails.Ratio(alone.Served, observed.Served), 1.05, "a caller's p99 with an observer that sleeps against none, same model");
    }

    private static IEnumerable<Figure> DirectOnnx()
    {
        using var pair = Ready<DirectOnnx>();
        yield return Added("direct.onnx.added_ns", pair, 400, "server against the plugin's instance, same session, same kind of buffers");
        yield return Bytes("direct.onnx.bytes", pair);
    }

    private static IEnumerable<Figure> DirectTorch()
    {
        using var pair = Ready<DirectTorch>();
        yield return Added("direct.torch.added_ns", pair, 400, "server against the plugin's instance, same weights");
    }

    private static IEnumerable<Figure> DirectMLNet()
    {
        using var pair = Ready<DirectMLNet>();
        yield return Added("direct.mlnet.added_ns", pair, 400, "server against the plugin's instance, same transformer");
    }

    private static IEnumerable<Figure> Text()
    {
        using var pair = Ready<TextAgainstPredictionEngine>();
        pair.Raw();
        float expected = pair.Last;
        pair.Served();
        string check = pair.Last == expected ? "equal answers" : string.Create(CultureInfo.InvariantCulture, $"DIFFERENT ANSWERS {pair.Last} and {expected}");
        (_, double ratio) = PairedTiming.Measure(pair.Raw, pair.Served);
        yield return new Figure("direct.mlnet_text.ratio", pair.Last == expected ? ratio : double.NaN, 1.05, $"server against a PredictionEngine from an ObjectPool, same transformer, {check}");
    }

    private static IEnumerable<Figure> Serial()
    {
        using var pair = Ready<SerialAcrossFrameworks>();
        (double added, _) = PairedTiming.Measure(pair.Raw, pair.Served);
        yield return new Figure("serial.added_ns_per_hop", added / SerialAcrossFrameworks.Hops, 400, "pipeline of three frameworks against its three raw calls");
        yield return new Figure("serial.copies", HandOver.CountCopies(), 0, "hand-overs of the same pipeline whose memory changed");
    }

    private static Figure Added(string name, Pair pair, double target, string reason)
    {
        (double added, double ratio) = PairedTiming.Measure(pair.Raw, pair.Served);
        return new Figure(name, added, target, string.Create(CultureInfo.InvariantCulture, $"{reason} (×{ratio:F3})"));
    }

    private static Figure Bytes(string name, DirectPair pair)
    {
        double plain = PairedTiming.Bytes(pair.Served), token = PairedTiming.Bytes(pair.ServedWithToken);
        return new Figure(name, Math.Max(plain, token), 0, string.Create(CultureInfo.InvariantCulture, $"a warm call: {plain:0.#} without a token, {token:0.#} with a long-lived one"));
    }

    private static T Ready<T>()
        where T : Pair, new()
    {
        var pair = new T();
        pair.Setup();
        return pair;
    }

    // Without the main thread's history, and without anything else that allocates on it.
    private static IReadOnlyList<Figure> OnOwnThread(Func<IEnumerable<Figure>> measure)
    {
        IReadOnlyList<Figure> figures = [];
        var thread = new Thread(() => figures = [.. measure()]) { Priority = ThreadPriority.Highest };
        thread.Start();
        thread.Join();
        return figures;
    }
}
