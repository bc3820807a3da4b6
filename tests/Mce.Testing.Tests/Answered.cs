namespace Mce.Testing.Tests;

internal static class Answered
{
    /// <summary>Asserts what a call answers.</summary>
    public static async Task WithAsync(float[] expected, Task<float[]> call) => Assert.Equal(expected, await call);
}
