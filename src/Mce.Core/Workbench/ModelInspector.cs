namespace Mce;

/// <summary>Asks a file, its plugin, and a trial load, and keeps what each could tell.</summary>
internal sealed class ModelInspector(PluginHost plugins, TrustPolicy trust)
{
    private readonly List<ModelProblem> _problems = [];

    public ModelInspection Inspect(string path, string? framework, BackendSettings? settings, CancellationToken cancellationToken)
    {
        ModelFileKind kind = ModelFile.Detect(path);
        framework ??= ModelFile.FrameworkFor(kind);
        var inspection = new ModelInspection { Path = path, Kind = kind, Framework = framework, Files = [Part(path)], Problems = _problems };
        if (framework is null)
        {
            Add(WorkbenchErrors.NoFramework(path, kind));
            return inspection;
        }

        ModelSource source = ModelSources.Create(path, settings ?? BackendSettings.Empty, TensorDevice.Cpu, trust, cancellationToken);
        using PluginHandle? plugin = Try(() => plugins.Acquire(framework));
        if (plugin is null) return inspection;
        // Before the plugin sees it: reading what isn't trusted, or is too large, is what the check prevents.
        if (!TryCheck(source)) return inspection with { Framework = plugin.Framework, FrameworkVersion = plugin.FrameworkVersion };
        inspection = inspection with { Framework = plugin.Framework, FrameworkVersion = plugin.FrameworkVersion };
        if (Try(() => (plugin.Backend as IModelInspector)?.Inspect(source, cancellationToken)) is { } outline) inspection = With(inspection, outline);
        return Load(plugin, source, inspection, cancellationToken);
    }

    private ModelInspection With(ModelInspection inspection, ModelOutline outline)
    {
        foreach (string problem in outline.Problems) _problems.Add(new ModelProblem(MceErrorCodes.ModelUnsupported, problem));
        return inspection with
        {
            Files = [.. outline.Files.Select(Part)],
            Metadata = outline.Metadata,
            Signature = outline.Signature,
            Operators = outline.Operators,
        };
    }

    private ModelInspection Load(PluginHandle plugin, ModelSource source, ModelInspection inspection, CancellationToken cancellationToken)
    {
        using IModel? model = Try(() => plugin.Backend.Load(source, cancellationToken));
        return model is null ? inspection : inspection with
        {
            Metadata = model.Metadata,
            Signature = model.Signature,
            Capabilities = model.Capabilities,
            Footprint = model.Footprint,
        };
    }

    private bool TryCheck(ModelSource source) => Try(() =>
    {
        ModelSources.Check(source);
        return source;
    }) is not null;

    private T? Try<T>(Func<T?> step)
        where T : class
    {
        try
        {
            return step();
        }
        catch (MceException e)
        {
            Add(e);
            return null;
        }
        catch (Exception e) when (e is not (OperationCanceledException or ObjectDisposedException))
        {
            // As OpenAsync would say it: a backend that lets through what its framework throws is a fact about the file too.
            Add(new MceException(MceErrorCodes.ModelInvalid, e.Message, innerException: e));
            return null;
        }
    }

    // The outline and the trial load find the same fault in a damaged file.
    private void Add(MceException error)
    {
        if (_problems.All(p => p.Message != error.Message)) _problems.Add(new ModelProblem(error.Code, error.Message));
    }

    private static ModelFilePart Part(string path)
    {
        var file = new FileInfo(path);
        return new ModelFilePart(path, file.Exists ? file.Length : -1);
    }
}
