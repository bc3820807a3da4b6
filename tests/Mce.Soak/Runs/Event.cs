namespace Mce.Soak.Runs;

/// <summary>What is counted.</summary>
internal enum Event
{
    /// <summary>A live change that was made.</summary>
    Changed,

    /// <summary>A scaling that was made.</summary>
    Scaled,

    /// <summary>A change that is wrong, and was refused for it.</summary>
    Refused,

    /// <summary>A request with the right model's answer.</summary>
    Answered,

    /// <summary>A request to a service that was not there, and was told so.</summary>
    NotFound,

    /// <summary>A request that its caller cancelled.</summary>
    Cancelled,

    /// <summary>A request that ended at its deadline.</summary>
    Expired,

    /// <summary>A request refused in the middle of a burst.</summary>
    Overloaded,

    /// <summary>A request without an end. Must not happen.</summary>
    Lost,

    /// <summary>A request with another model's answer, or with none's. Must not happen.</summary>
    Wrong,

    /// <summary>Anything else that should have succeeded. Must not happen.</summary>
    Failed,
}
