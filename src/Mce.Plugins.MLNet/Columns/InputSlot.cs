using Microsoft.ML;

namespace Mce.Plugins.MLNet.Columns;

/// <summary>Feeds one input column from a tensor whose first dimension counts rows. Each instance has its own.</summary>
internal abstract class InputSlot(TensorSpec spec)
{
    public TensorSpec Spec { get; } = spec;

    /// <summary>Points the column at a tensor; returns its number of rows.</summary>
    public abstract int Bind(InferenceTensor tensor);

    public abstract void Release();

    /// <summary>A <see cref="ValueGetter{TValue}"/> of the column's own type that reads the row the index says at that moment.</summary>
    public abstract Delegate CreateGetter(RowIndex index);

    protected static int CountRows(InferenceTensor tensor) => checked((int)tensor.Dimensions[0]);
}
