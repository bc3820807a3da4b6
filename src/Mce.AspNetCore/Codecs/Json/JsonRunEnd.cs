namespace Mce.AspNetCore;

/// <summary>What ended a run of elements.</summary>
internal enum JsonRunEnd
{
    /// <summary>The reader stands on another token.</summary>
    OtherToken,

    /// <summary>More data is needed.</summary>
    DataEnds,

    /// <summary>The reader stands on a token that is no element of the type.</summary>
    BadElement,
}
