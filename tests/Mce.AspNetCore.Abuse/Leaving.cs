namespace Mce.AspNetCore.Abuse;

/// <summary>How a client goes.</summary>
internal enum Leaving
{
    /// <summary>After the answer.</summary>
    Polite,

    /// <summary>It ends its side after the last part, and waits for whatever comes.</summary>
    HalfClosed,

    /// <summary>It closes its socket after the last part.</summary>
    Closed,

    /// <summary>It resets the connection after the last part.</summary>
    Reset,
}
