using System.Globalization;
using Mce.Plugins.Onnx.Files;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>Opens one model file.</summary>
internal sealed class ModelLoader(OrtEnvironment environment, IBackendLogger logger, ModelSource source)
{
    private readonly string _path = source.Path;

    public IModel Load(CancellationToken cancellationToken)
    {
        OnnxSettings settings = OnnxSettings.Read(source.Settings);
        ModelFileKind kind = ModelFile.Detect(_path);
        OnnxFileInfo? info = Inspect(kind, settings);
        cancellationToken.ThrowIfCancellationRequested();

        OrtSession session = Open(settings, kind, info, cancellationToken);
        try
        {
            OnnxGraph graph = GraphReader.Read(session.Api, session.Handle, _path, settings.Sequences);
            return new OnnxModel(_path, session, graph, ReadMetadata(session, graph, kind, info), FootprintEstimate.Of(_path, info, source.Device));
        }
        catch
        {
            session.Release();
            throw;
        }
    }

    private OnnxFileInfo? Inspect(ModelFileKind kind, OnnxSettings settings)
    {
        if (kind == ModelFileKind.Ort) return null;
        OnnxFileInfo info = ModelInspector.ReadFile(source);
        if (RuntimeSupport.FindProblems(source, info).FirstOrDefault() is { } problem) throw problem;
        // Also before any weight is read: types that can't be served.
        ModelInspector.ReadSignature(_path, info, settings.Sequences);
        FreeDimensions.Check(settings.FreeDimensions, info);
        return info;
    }

    private OrtSession Open(OnnxSettings settings, ModelFileKind kind, OnnxFileInfo? info, CancellationToken cancellationToken)
    {
        try
        {
            return new OrtSession(environment, _path, logger, Configure, cancellationToken);
        }
        catch (OrtException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw OnnxErrors.LoadFailed(_path, info, e);
        }

        void Configure(OrtApi api, nint options)
        {
            settings.Apply(api, options);
            // Without it the format is told by the file's name.
            api.AddConfigEntry(options, "session.load_model_format", kind == ModelFileKind.Ort ? "ORT" : "ONNX");
            ProviderList.Append(api, options, settings.Providers, source.Device.Index);
            if (!source.Device.IsHost && !settings.Providers.Any(ProviderList.IsCuda)) AppendCuda(api, options, source.Device);
        }
    }

    private void AppendCuda(OrtApi api, nint options, TensorDevice device)
    {
        try
        {
            api.AppendCuda(options, device.Index);
        }
        catch (OrtException e)
        {
            throw new MceException(
                MceErrorCodes.NativeLibraryUnavailable,
                $"'{_path}' is to run on {device}, which this build can't use: {e.Message.TrimEnd()} "
                + "Use the GPU flavour of the plugin (-p:MceFlavour=gpu) with NVIDIA's CUDA libraries installed, or device cpu.",
                new Dictionary<string, string> { ["path"] = _path, ["device"] = device.ToString() },
                e);
        }
    }

    private static ModelMetadata ReadMetadata(OrtSession session, OnnxGraph graph, ModelFileKind kind, OnnxFileInfo? info)
    {
        OrtApi api = session.Api;
        nint metadata = api.GetMetadata(session.Handle);
        try
        {
            Dictionary<string, string> properties = api.GetCustomMetadata(metadata);
            // The custom map is the file's own: where it has one of these names, it wins.
            AddText(properties, "graph", api.GetGraphName(metadata));
            AddText(properties, "domain", api.GetDomain(metadata));
            long version = api.GetModelVersion(metadata);
            if (version is not (0 or long.MaxValue)) properties.TryAdd("version", version.ToString(CultureInfo.InvariantCulture));
            if (info is not null)
            {
                properties.TryAdd("irVersion", info.IrVersion.ToString(CultureInfo.InvariantCulture));
                AddText(properties, "operatorSets", info.OperatorSetText);
            }

            foreach (GraphValue value in graph.Inputs.Concat(graph.Outputs))
                if (OrtElementTypes.IsStandIn(value.ElementType)) properties.TryAdd($"elementType.{value.Name}", OrtElementTypes.NameOf(value.ElementType));
            string producer = $"{api.GetProducer(metadata)} {info?.ProducerVersion}".Trim();
            string description = api.GetDescription(metadata);
            return new ModelMetadata
            {
                Format = kind == ModelFileKind.Ort ? "ort" : "onnx",
                Producer = producer.Length == 0 ? null : producer,
                Description = description.Length == 0 ? null : description,
                Properties = properties,
            };
        }
        finally
        {
            api.ReleaseMetadata(metadata);
        }
    }

    private static void AddText(Dictionary<string, string> properties, string name, string value)
    {
        if (value.Length > 0) properties.TryAdd(name, value);
    }
}
