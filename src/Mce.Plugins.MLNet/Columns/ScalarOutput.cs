using Microsoft.ML;

namespace Mce.Plugins.MLNet.Columns;

/// <summary>A scalar column: one element a row.</summary>
internal sealed class ScalarOutput<TColumn, TElement, TConversion>(DataViewSchema.Column column, TensorSpec spec, TConversion conversion)
    : OutputSlot(column, spec)
    where TConversion : struct, IConversion<TColumn, TElement>
{
    private TensorElements<TElement> _elements;
    private ValueGetter<TColumn>? _getter;
    private TColumn _value = default!;

    public override Delegate? Getter => _getter;

    public override void Attach(DataViewRow row) => _getter = row.GetGetter<TColumn>(row.Schema[Column.Index]);

    public override void Begin(ModelExecutionContext context, int slot, int rows) =>
        _elements.Bind(context.AllocateOutput(slot, Spec.ElementType, [rows]));

    public override void Write(int row)
    {
        _getter!(ref _value);
        _elements.Write()[row] = conversion.Convert(_value);
    }

    public override void Release() => _elements.Release();
}
