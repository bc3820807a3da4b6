namespace Mce;

/// <summary>Which of the waiting requests goes first: a higher priority always, and in a full queue it takes a lower one's place.</summary>
public enum RequestPriority
{
    /// <summary>Work that can wait: batches, backfills.</summary>
    Low = -1,

    /// <summary>The default.</summary>
    Normal = 0,

    /// <summary>Somebody is waiting for the answer.</summary>
    High = 1,
}
