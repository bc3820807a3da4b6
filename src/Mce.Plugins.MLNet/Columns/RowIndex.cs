namespace Mce.Plugins.MLNet.Columns;

/// <summary>The row that a set of input getters reads.</summary>
internal sealed class RowIndex
{
    public int Value { get; set; }
}
