using Microsoft.ML;

namespace Mce.Plugins.MLNet.Columns;

/// <summary>Writes one output column to a tensor, row by row. Each instance has its own.</summary>
/// <remarks>The order: <see cref="Attach"/> to a row or cursor; then for each call <see cref="Begin"/>, one <see cref="Write"/> a row,
/// <see cref="Release"/>.</remarks>
internal abstract class OutputSlot(DataViewSchema.Column column, TensorSpec spec)
{
    public TensorSpec Spec { get; } = spec;

    public DataViewSchema.Column Column { get; } = column;

    /// <summary>The getter that <see cref="Attach"/> took.</summary>
    public abstract Delegate? Getter { get; }

    /// <summary>Takes the column's getter from a row of the model's output schema.</summary>
    public abstract void Attach(DataViewRow row);

    /// <summary>Prepares a call that will give this many rows.</summary>
    public abstract void Begin(ModelExecutionContext context, int slot, int rows);

    /// <summary>Computes the attached row's value and writes it to a row of the tensor.</summary>
    public abstract void Write(int row);

    public abstract void Release();
}
