namespace Mce.Plugins.MLNet;

/// <summary>How long a stateful model (time series, a stateful custom mapping) remembers the rows it saw.</summary>
internal enum StateLife
{
    /// <summary>For an instance's life: the rows of all its calls are one series.</summary>
    Instance,

    /// <summary>For one call: each batch is a series of its own, as in ML.NET's Transform.</summary>
    Call,
}
