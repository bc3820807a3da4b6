using Mce.Plugins.MLNet.Columns;
using Mce.Plugins.MLNet.Series;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet;

/// <summary>Which columns of a model are inputs and outputs, decided once at load. Immutable.</summary>
internal sealed class ModelPlan
{
    private readonly OutputSlots _outputSlots;
    private readonly DataViewSchema.Column[] _inputs;
    private readonly DataViewSchema.Column[] _outputs;

    private ModelPlan(DataViewSchema inputSchema, DataViewSchema outputSchema, OutputSlots outputSlots, InputSlot[] inputs, OutputSlot[] outputs)
    {
        InputSchema = inputSchema;
        OutputSchema = outputSchema;
        _outputSlots = outputSlots;
        _inputs = [.. inputs.Select(slot => inputSchema[slot.Spec.Name])];
        _outputs = [.. outputs.Select(slot => slot.Column)];
        Signature = new ModelSignature([.. inputs.Select(slot => slot.Spec)], [.. outputs.Select(slot => slot.Spec)]);
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public ModelSignature Signature { get; }

    /// <summary>Whether there is an output row for each input row.</summary>
    public bool KeepsRows { get; private init; }

    /// <summary>Whether answers depend on the rows before.</summary>
    public bool IsStateful { get; private init; }

    /// <summary>The output columns, of the model's output schema and in the signature's order.</summary>
    public IReadOnlyList<DataViewSchema.Column> Outputs => _outputs;

    public static ModelPlan Create(ITransformer transformer, DataViewSchema inputSchema, ModelOptions options)
    {
        IRowToRowMapper? mapper = SeriesTransformer.TryCreateMapper(transformer, inputSchema);
        DataViewSchema outputSchema = mapper?.OutputSchema ?? transformer.GetOutputSchema(inputSchema);
        // A model that isn't row to row may drop or add rows.
        var outputSlots = new OutputSlots(mapper is null ? TensorDimension.Dynamic() : TensorDimension.Dynamic("batch"), options.Keys == KeyOutput.Values);

        var choice = new OutputChoice(inputSchema, outputSchema, mapper, outputSlots);
        OutputSlot[] outputs = options.Outputs.Length > 0 ? choice.Named(options.Outputs) : choice.Default();
        IEnumerable<DataViewSchema.Column> needed = mapper?.GetDependencies(outputs.Select(slot => slot.Column)) ?? inputSchema;
        InputSlot[] inputs = [.. needed.OrderBy(c => c.Index).Where(c => mapper is not null || !c.IsHidden).Select(CreateInput)];
        return new ModelPlan(inputSchema, outputSchema, outputSlots, inputs, outputs) 
        {
            KeepsRows = mapper is not null,
            IsStateful = SeriesTransformer.IsStateful(transformer),
        };
    }

    /// <summary>Slots of its own for an instance.</summary>
    public InputSlot[] CreateInputs() => Array.ConvertAll(_inputs, column => InputSlots.TryCreate(column)!);

    /// <inheritdoc cref="CreateInputs"/>
    public OutputSlot[] CreateOutputs() => Array.ConvertAll(_outputs, column => _outputSlots.TryCreate(column)!);

    private static InputSlot CreateInput(DataViewSchema.Column column) => (column.IsHidden ? null : InputSlots.TryCreate(column)) ?? throw new MceException(
        MceErrorCodes.ModelUnsupported,
        column.IsHidden
            ? $"The model reads a hidden input column '{column.Name}', which no request can name: save the model with a schema without it."
            : $"The input column '{column.Name}' is of type {column.Type}, which no tensor carries: convert it before the model, or choose outputs that don't need it with the setting '{ModelOptions.OutputsSetting}'.",
        new Dictionary<string, string> { ["name"] = column.Name, ["type"] = column.Type.ToString()! });
}
