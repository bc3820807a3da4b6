namespace Mce.Benchmarks;

/// <summary>How a call ended, as its caller saw it.</summary>
internal enum LoadOutcome
{
    /// <summary>With the right answer.</summary>
    Answered,

    /// <summary>Refused, because there was no room to wait.</summary>
    Rejected,

    /// <summary>Given up at its deadline.</summary>
    Expired,

    /// <summary>With another error, or with a wrong answer.</summary>
    Failed,
}
