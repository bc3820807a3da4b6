using Microsoft.ML;

namespace Mce.Plugins.MLNet;

/// <summary>Serves models that ML.NET saved as <c>.zip</c>, driven by the schema in the file: no classes for rows are needed.</summary>
/// <remarks>
/// <para>Shapes: the first dimension of every tensor counts rows and is called <c>batch</c>. A scalar column is <c>[batch]</c>, a
/// vector column <c>[batch, …]</c> with the column's own dimensions, a vector of unknown size <c>[batch, ?]</c>.
/// Sparse vectors are given densely.</para>
/// <para>Types: text is <see cref="TensorElementType.String"/>, booleans and numbers are themselves. <see cref="DateTime"/> and
/// <see cref="TimeSpan"/> are <see cref="TensorElementType.Int64"/> ticks of 100 ns, and so is <see cref="DateTimeOffset"/>, in UTC: its
/// offset isn't carried. Keys come in as ML.NET's unsigned numbers (0 = missing, the first value is 1) and
/// go out as the values they stand for, as MapKeyToValue gives them; a missing key is NaN, 0 or empty text. Missing values
/// are NaN and empty text, as everywhere in ML.NET.</para>
/// <para>Inputs: the columns that the outputs depend on, and no others; a label that only training read isn't one (all
/// columns, where the model isn't row to row). Outputs: the score
/// columns where the model has any (PredictedLabel, Score, Probability), else all columns that it adds. Columns of types that no tensor
/// carries (images) are left out as outputs and refused as inputs. <see cref="ModelMetadata.Properties"/> lists what is left out
/// (<c>inputs.unused</c>, <c>outputs.left_out</c>) and, as JSON arrays of at most 1,000 names, an output's slots, key values and
/// class labels (<c>output.NAME.slots</c>, <c>.keys</c>, <c>.labels</c>).</para>
/// <para>Custom mappings: the assembly that holds their factory lies beside the plugin; the model file names it.</para>
/// <para>Settings of a container: <c>Outputs</c>, names of columns with commas between them (default: as above); <c>Keys</c>,
/// <c>Values</c> (default) or <c>Numbers</c>; <c>Batch</c>, <c>Rows</c> (default: the kept row mapper, row after row, without garbage) or
/// <c>View</c> (one data view and one cursor a batch). Models that aren't row to row always go through a view.
/// The backend itself has no settings.</para>
/// <para>Thread-safe. A model's instances take one call at a time each and share the weights.</para>
/// </remarks>
[ExportBackend("mlnet", "5.0.1")]
public sealed class MLNetBackend : IBackend
{
    private bool _initialized;
    private bool _disposed;

    /// <inheritdoc/>
    public void Initialize(BackendContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Settings.ThrowIfUnknown();
        _initialized = true;
    }

    /// <inheritdoc/>
    public ModelFootprint EstimateFootprint(ModelSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new ModelFootprint(ModelReader.UnpackedBytes(source.Path));
    }

    /// <inheritdoc/>
    public IModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_initialized) throw new InvalidOperationException("Initialize comes before Load.");
        cancellationToken.ThrowIfCancellationRequested();
        ModelOptions options = ModelOptions.Read(source.Settings);
        if (!source.Device.IsHost)
            throw new MceException(MceErrorCodes.ModelUnsupported, $"ML.NET runs on the CPU, and '{source.Path}' is asked for on {source.Device}: leave the device out.");

        ITransformer transformer = ModelReader.Read(new MLContext(), source, cancellationToken, out DataViewSchema inputSchema, out string? version);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var model = new MLNetModel(transformer, inputSchema, options, new ModelFootprint(ModelReader.UnpackedBytes(source.Path)), version);
            // Damage that ML.NET overlooks while it reads shows when the transforms are joined: now, and not at the first request.
            model.CreateInstance().Dispose();
            return model;
        }
        catch (Exception e)
        {
            (transformer as IDisposable)?.Dispose();
            if (e is OperationCanceledException) throw;
            throw ModelReader.Refused(source.Path, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _disposed = true;
}
