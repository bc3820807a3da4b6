using Microsoft.ML;

namespace Mce.Plugins.MLNet.Columns;

/// <summary>A scalar column: one element a row.</summary>
internal sealed class ScalarInput<TElement, TColumn, TConversion>(TensorSpec spec) : InputSlot(spec)
    where TConversion : struct, IConversion<TElement, TColumn>
{
    private TensorElements<TElement> _elements;

    public override int Bind(InferenceTensor tensor)
    {
        _elements.Bind(tensor);
        return CountRows(tensor);
    }

    public override void Release() => _elements.Release();

    public override Delegate CreateGetter(RowIndex index) =>
        (ValueGetter<TColumn>)((ref TColumn value) => value = default(TConversion).Convert(_elements.Read()[index.Value]));
}
