using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Columns;

/// <summary>A vector column, dense or sparse: its elements are written densely.</summary>
internal sealed class VectorOutput<TColumn, TElement, TConversion>(DataViewSchema.Column column, TensorSpec spec, TConversion conversion)
    : OutputSlot(column, spec)
    where TConversion : struct, IConversion<TColumn, TElement>
{
    private readonly long[] _dimensions = [0, .. spec.Dimensions.Skip(1).Select(d => d.Size ?? 0)];
    private readonly int _fixedWidth = ((VectorDataViewType)column.Type).Size;
    private TensorElements<TElement> _elements;
    private ValueGetter<VBuffer<TColumn>>? _getter;
    private VBuffer<TColumn> _value;
    private ModelExecutionContext? _context;
    private int _slot;
    private int _width;

    public override Delegate? Getter => _getter;

    public override void Attach(DataViewRow row) => _getter = row.GetGetter<VBuffer<TColumn>>(row.Schema[Column.Index]);

    public override void Begin(ModelExecutionContext context, int slot, int rows)
    {
        _context = context;
        _slot = slot;
        _dimensions[0] = rows;
        // The first row decides the width where the schema doesn't.
        if (_fixedWidth != 0 || rows == 0) Allocate(_fixedWidth);
    }

    public override void Write(int row)
    {
        _getter!(ref _value);
        if (_fixedWidth == 0 && row == 0) Allocate(_value.Length);
        if (_value.Length != _width) ThrowRagged(row);
        Span<TElement> target = _elements.Write().Slice(row * _width, _width);
        ReadOnlySpan<TColumn> values = _value.GetValues();
        if (_value.IsDense)
        {
            conversion.ConvertAll(values, target);
            return;
        }

        target.Fill(conversion.Convert(default!));
        ReadOnlySpan<int> indices = _value.GetIndices();
        for (int i = 0; i < indices.Length; i++) target[indices[i]] = conversion.Convert(values[i]);
    }

    public override void Release()
    {
        _elements.Release();
        _context = null;
    }

    private void Allocate(int width)
    {
        _width = width;
        if (_fixedWidth == 0) _dimensions[1] = width;
        _elements.Bind(_context!.AllocateOutput(_slot, Spec.ElementType, _dimensions));
    }

    private void ThrowRagged(int row) => throw new MceException(
        MceErrorCodes.ModelFailed,
        $"The rows of output '{Spec.Name}' differ in length: {_width} in the first, {_value.Length} in row {row}. A tensor has one length: send such rows one by one.",
        new Dictionary<string, string> { ["name"] = Spec.Name, ["row"] = row.ToString(CultureInfo.InvariantCulture) });
}
