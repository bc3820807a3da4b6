namespace Mce.Plugins.MLNet;

/// <summary>How several rows are scored in one call; a single row always goes through the kept row mapper.</summary>
/// <remarks>
/// Measured on ML.NET 5.0.1, time of <see cref="View"/> over <see cref="Rows"/>: 1.5–10 at 4 rows, 1.02–1.7 at 64, 1.01–1.15 at 256
/// and 0.9–1.0 from about 1,000 on, and 2–22 KB of garbage a call against none. The large ratios are those of a model of 30 ns a row, the
/// small ones of models of 5–9 µs a row.
/// </remarks>
internal enum BatchMode
{
    /// <summary>The kept row mapper, row after row.</summary>
    Rows,

    /// <summary>One data view over the batch and one cursor.</summary>
    View,
}
