namespace Mce;

/// <summary>Abilities beyond the contract's minimum.</summary>
[Flags]
public enum ModelCapabilities
{
    /// <summary>The minimum: contiguous host inputs, no state between calls.</summary>
    None = 0,

    /// <summary>Inputs may be strided; without it the server makes contiguous copies.</summary>
    StridedInputs = 1,

    /// <summary>A running call stops soon after its token is cancelled; without it, cancellation acts before and after the run.</summary>
    CancelsWhileRunning = 2,

    /// <summary>An instance remembers earlier calls (time series, recurrent state kept inside).</summary>
    Stateful = 4,
}
