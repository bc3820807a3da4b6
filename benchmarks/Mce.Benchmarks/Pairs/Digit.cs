namespace Mce.Benchmarks;

internal static class Digit
{
    /// <summary>Pixels from 0 to 16, the same in each run.</summary>
    public static InferenceTensor Create()
    {
        var random = new Random(1);
        return InferenceTensor.FromArray([.. Enumerable.Range(0, 64).Select(_ => (float)random.Next(17))], 1, 64);
    }
}
