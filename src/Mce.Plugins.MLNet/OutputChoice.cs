using Mce.Plugins.MLNet.Columns;
using Mce.Plugins.MLNet.Rows;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet;

/// <summary>Decides which columns of a model are its outputs: each one costs time in every call.</summary>
internal sealed class OutputChoice(DataViewSchema inputs, DataViewSchema outputs, IRowToRowMapper? mapper, OutputSlots slots)
{
    // Trainers mark the columns of their scores with it.
    private const string ScoreKindAnnotation = "ScoreColumnKind";

    private IEnumerable<DataViewSchema.Column> Visible => outputs.Where(c => !c.IsHidden);

    /// <summary>The columns that the setting names, in its order.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/> or <see cref="MceErrorCodes.ModelUnsupported"/>.</exception>
    public OutputSlot[] Named(string[] names)
    {
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw Invalid($"The setting '{ModelOptions.OutputsSetting}' names a column twice: {string.Join(", ", names)}.", string.Join(',', names));
        return Array.ConvertAll(names, name =>
        {
            if (outputs.GetColumnOrNull(name) is not { } column)
                throw Invalid($"The setting '{ModelOptions.OutputsSetting}' names '{name}', which the model doesn't give. It gives: {List(Visible)}.", name);
            return slots.TryCreate(column) ?? throw new MceException(
                MceErrorCodes.ModelUnsupported,
                $"The output column '{name}' is of type {column.Type}, which no tensor carries: leave it out of the setting '{ModelOptions.OutputsSetting}'.",
                new Dictionary<string, string> { ["name"] = name, ["type"] = column.Type.ToString()! });
        });
    }

    /// <summary>The score columns where there are any, else every column that the model adds.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelUnsupported"/>: there is none that a tensor carries.</exception>
    public OutputSlot[] Default()
    {
        // A score that a later transform replaces under its own name (a key mapped to its value) is hidden, and still tells the name.
        HashSet<string> scores = [.. outputs.Where(c => c.Annotations.Schema.GetColumnOrNull(ScoreKindAnnotation) is not null).Select(c => c.Name)];
        OutputSlot[] chosen = Create(Visible.Where(c => scores.Contains(c.Name)));
        if (chosen.Length == 0) chosen = mapper is null ? Create(Visible.Where(c => c.Index >= inputs.Count)) : Added();
        return chosen.Length > 0 ? chosen : throw new MceException(
            MceErrorCodes.ModelUnsupported,
            $"The model adds no column that a tensor carries; it gives: {List(Visible)}. Name the outputs in the setting '{ModelOptions.OutputsSetting}'.");
    }

    private OutputSlot[] Added()
    {
        var probe = new ProbeRow(inputs);
        using DataViewRow row = mapper!.GetRow(probe, outputs);
        return Array.FindAll(Create(Visible), slot =>
        {
            slot.Attach(row);
            return !probe.Gave(slot.Getter!, slot.Spec.Name);
        });
    }

    private OutputSlot[] Create(IEnumerable<DataViewSchema.Column> columns) => [.. columns.Select(slots.TryCreate).OfType<OutputSlot>()];

    private static string List(IEnumerable<DataViewSchema.Column> columns) => string.Join(", ", columns.Select(c => $"{c.Name} ({c.Type})"));

    private static MceException Invalid(string message, string given) =>
        new(MceErrorCodes.SettingInvalid, message, new Dictionary<string, string> { ["setting"] = ModelOptions.OutputsSetting, ["given"] = given });
}
