using System.Globalization;

namespace Mce.Benchmarks;

/// <summary>What a second caller adds, through the server and through bare ONNX Runtime in the same run.</summary>
internal static class ReplicaScaling
{
    private const int Callers = 2;
    private const int Rounds = 41;
    private const double Target = 0.95;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static IEnumerable<Figure> Measure()
    {
        using var bare = new BareOnnx("models/digits.onnx", rows: 1);
        ServerTarget target = ServerTarget.Start(new ServerTargetOptions { Instances = Callers });
        BareOnnx.Caller[] bareCallers = [.. Enumerable.Range(0, Callers).Select(_ => bare.CreateCaller())];
        Action[] raw = [.. bareCallers.Select(c => (Action)c.Run)];
        Action[] served = [.. Enumerable.Range(0, Callers).Select(_ => Served(target.Server))];
        using var gang = new Gang(Callers);
        gang.Measure(WarmUp, raw);
        gang.Measure(WarmUp, served);

        var ratios = new double[Rounds];
        var rates = new List<double[]>();
        for (int i = 0; i < Rounds; i++)
        {
            // Every other round the other way round: a drift of the machine's speed then falls on all four.
            double[] rate = new double[4];
            Func<double>[] slices = [() => gang.Measure(Slice, raw[0]), () => gang.Measure(Slice, served[0]), () => gang.Measure(Slice, served), () => gang.Measure(Slice, raw)];
            foreach (int slice in i % 2 == 0 ? (int[])[0, 1, 2, 3] : [3, 2, 1, 0]) rate[slice] = slices[slice]();
            ratios[i] = rate[2] / rate[1] / (rate[3] / rate[0]);
            rates.Add(rate);
        }

        foreach (BareOnnx.Caller caller in bareCallers) caller.Dispose();
        target.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Array.Sort(ratios);
        string reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{Callers} callers against 1: server ×{Median(rates, r => r[2] / r[1]):F2} ({Median(rates, r => r[2]) / 1_000:F0}k/s), bare ONNX Runtime ×{Median(rates, r => r[3] / r[0]):F2} ({Median(rates, r => r[3]) / 1_000:F0}k/s); quartiles {ratios[Rounds / 4]:F2} to {ratios[Rounds * 3 / 4]:F2}");
        yield return new Figure("replica.scaling", ratios[Rounds / 2], Target, reason) { IsAtLeast = true };
    }

    private static Action Served(MceServer server)
    {
        var request = new InferenceRequest("e") { TargetContainer = "c", Inputs = { Digit.Create() }, Outputs = { InferenceTensor.Create<float>(1, 10) } };
        return () => server.InvokeHere(request).Dispose();
    }

    private static double Median(List<double[]> rates, Func<double[], double> of)
    {
        double[] sorted = [.. rates.Select(of).Order()];
        return sorted[sorted.Length / 2];
    }
}
