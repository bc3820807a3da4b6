using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Columns;

/// <summary>A vector column: a row's elements become a dense buffer, which keeps its array from row to row.</summary>
internal sealed class VectorInput<TElement, TColumn, TConversion>(TensorSpec spec) : InputSlot(spec)
    where TConversion : struct, IConversion<TElement, TColumn>
{
    private TensorElements<TElement> _elements;
    private int _width;

    public override int Bind(InferenceTensor tensor)
    {
        _elements.Bind(tensor);
        int rows = CountRows(tensor);
        _width = rows == 0 ? 0 : (int)(tensor.ElementCount / rows);
        return rows;
    }

    public override void Release() => _elements.Release();

    public override Delegate CreateGetter(RowIndex index) => (ValueGetter<VBuffer<TColumn>>)((ref VBuffer<TColumn> value) =>
    {
        ReadOnlySpan<TElement> source = _elements.Read().Slice(index.Value * _width, _width);
        VBufferEditor<TColumn> editor = VBufferEditor.Create(ref value, _width);
        default(TConversion).ConvertAll(source, editor.Values);
        value = editor.Commit();
    });
}
