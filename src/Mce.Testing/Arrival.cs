namespace Mce.Testing;

/// <summary>
/// Tells whoever started a request on a thread of its own that the request has come as far as it gets by itself: it waits in a
/// model, or a script that the test wrote has it.
/// </summary>
internal static class Arrival
{
    [ThreadStatic]
    private static ManualResetEventSlim? _expected;

    /// <summary>Whom to tell of what happens on this thread.</summary>
    public static void Expect(ManualResetEventSlim arrived) => _expected = arrived;

    public static void Report() => _expected?.Set();
}
