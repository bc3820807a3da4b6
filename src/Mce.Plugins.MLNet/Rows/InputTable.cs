using Mce.Plugins.MLNet.Columns;
using Microsoft.ML;

namespace Mce.Plugins.MLNet.Rows;

/// <summary>The model's input schema with a slot for each column that the model reads, over one call's tensors.</summary>
internal sealed class InputTable
{
    private readonly InputSlot?[] _byColumn;

    /// <param name="schema">The model's input schema.</param>
    /// <param name="slots">In the signature's order; each is the column of the same name.</param>
    public InputTable(DataViewSchema schema, InputSlot[] slots)
    {
        Schema = schema;
        Slots = slots;
        _byColumn = new InputSlot?[schema.Count];
        foreach (InputSlot slot in slots) _byColumn[schema[slot.Spec.Name].Index] = slot;
    }

    public DataViewSchema Schema { get; }

    public InputSlot[] Slots { get; }

    /// <summary>Of the call that is bound.</summary>
    public int RowCount { get; private set; }

    public bool IsActive(DataViewSchema.Column column) => _byColumn[column.Index] is not null;

    /// <summary>One delegate for each column, all reading the row that <paramref name="index"/> says.</summary>
    public Delegate?[] CreateGetters(RowIndex index) => Array.ConvertAll(_byColumn, slot => slot?.CreateGetter(index));

    /// <summary>Points the columns at a call's inputs.</summary>
    /// <exception cref="MceException">An input is missing, or two differ in their number of rows.</exception>
    public void Bind(ModelExecutionContext context)
    {
        RowCount = 1;
        for (int i = 0; i < Slots.Length; i++)
        {
            InferenceTensor tensor = context.GetInput(i) ?? throw Missing(Slots[i].Spec);
            Slots[i].Spec.Validate(tensor);
            int rows = Slots[i].Bind(tensor);
            if (i > 0 && rows != RowCount) ThrowRows(i, rows);
            RowCount = rows;
        }
    }

    public void Release()
    {
        foreach (InputSlot slot in Slots) slot.Release();
    }

    /// <summary>The getter of a column as the type that ML.NET asks for.</summary>
    public static ValueGetter<T> Typed<T>(Delegate?[] getters, DataViewSchema.Column column) =>
        getters[column.Index] as ValueGetter<T> ?? throw new InvalidOperationException(
            getters[column.Index] is null ? $"The column '{column.Name}' is not active." : $"The column '{column.Name}' is {column.Type}, not {typeof(T)}.");

    private void ThrowRows(int slot, int rows)
    {
        TensorSpec first = Slots[0].Spec, other = Slots[slot].Spec;
        throw new MceException(
            MceErrorCodes.TensorShapeMismatch,
            $"The inputs differ in their number of rows: '{first.Name}' has {RowCount}, '{other.Name}' has {rows}. Give each input the same first dimension.",
            new Dictionary<string, string> { ["name"] = other.Name, ["expected"] = $"{RowCount} rows", ["given"] = $"{rows} rows" });
    }

    private MceException Missing(TensorSpec spec) => new(
        MceErrorCodes.InputMissing,
        $"The input '{spec.Name}' is missing. The model needs: {string.Join(", ", Slots.Select(s => s.Spec))}.",
        new Dictionary<string, string> { ["name"] = spec.Name });
}
