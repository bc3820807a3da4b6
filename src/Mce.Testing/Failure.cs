namespace Mce.Testing;

/// <summary>When something scripted fails, and with what.</summary>
/// <param name="When">Decides; called once each time.</param>
/// <param name="With">Makes the error.</param>
internal sealed record Failure<T>(Func<T, bool> When, Func<Exception> With)
{
    public static void ThrowIfAny(Failure<T>[] failures, T subject)
    {
        foreach (Failure<T> failure in failures)
            if (failure.When(subject)) throw failure.With();
    }
}
