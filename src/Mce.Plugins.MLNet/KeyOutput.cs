namespace Mce.Plugins.MLNet;

/// <summary>How key columns are given.</summary>
internal enum KeyOutput
{
    /// <summary>As the values that the column's annotation holds, where it holds any.</summary>
    Values,

    /// <summary>As ML.NET's numbers: 0 = missing, the first value is 1.</summary>
    Numbers,
}
