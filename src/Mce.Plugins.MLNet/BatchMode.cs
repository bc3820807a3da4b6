namespace Mce.Plugins.MLNet;

/// <summary>How several rows are scored in one call.</summary>
internal enum BatchMode
{
    /// <summary>The kept row mapper, row after row.</summary>
    Rows,

    /// <summary>One data view over the batch and one cursor.</summary>
    View,
}
