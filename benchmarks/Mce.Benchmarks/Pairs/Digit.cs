namespace Mce.Benchmarks;

internal static class Digit
{
    public const int Pixels = 64;

    /// <summary>Pixels from 0 to 16, the same in each run.</summary>
    public static InferenceTensor Create(int rows = 1) => InferenceTensor.FromArray(CreatePixels(rows), rows, Pixels);

    public static float[] CreatePixels(int rows = 1)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, rows * Pixels).Select(_ => (float)random.Next(17))];
    }
}
