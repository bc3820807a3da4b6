using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Loading;

/// <summary>A container's settings for this backend. Immutable.</summary>
internal sealed class OnnxSettings
{
    private static readonly string[] Names =
    [
        nameof(IntraOpThreads), nameof(InterOpThreads), nameof(GraphOptimization), nameof(ExecutionMode), nameof(MemoryArena), nameof(MemoryPattern),
        nameof(Prepacking), nameof(Spinning), nameof(FreeDimensions), nameof(Providers), nameof(Sequences),
    ];

    private OnnxSettings(BackendSettings settings)
    {
        settings.ThrowIfUnknown(Names);
        IntraOpThreads = settings.GetInt32(nameof(IntraOpThreads), 1, 0, 1024);
        InterOpThreads = settings.GetInt32(nameof(InterOpThreads), 1, 0, 1024);
        GraphOptimization = settings.GetEnum(nameof(GraphOptimization), GraphOptimization.All);
        ExecutionMode = settings.GetEnum(nameof(ExecutionMode), ExecutionMode.Sequential);
        MemoryArena = settings.GetBoolean(nameof(MemoryArena), true);
        MemoryPattern = settings.GetBoolean(nameof(MemoryPattern), true);
        Prepacking = settings.GetBoolean(nameof(Prepacking), true);
        Spinning = settings.GetBoolean(nameof(Spinning), true);
        FreeDimensions = Loading.FreeDimensions.Parse(nameof(FreeDimensions), settings.GetString(nameof(FreeDimensions), "")!);
        Providers = ProviderList.Parse(settings.GetString(nameof(Providers), "")!);
        Sequences = settings.GetEnum(nameof(Sequences), SequenceLayout.Stacked);
    }

    /// <summary>Threads within an operator, from 0 (one per core) to 1024. Default 1: the server runs calls side by side instead.</summary>
    public int IntraOpThreads { get; }

    /// <summary>Threads over operators in parallel mode, from 0 (one per core) to 1024. Default 1.</summary>
    public int InterOpThreads { get; }

    /// <summary>How much the graph is rewritten at load. Default all.</summary>
    public GraphOptimization GraphOptimization { get; }

    /// <summary>Whether independent operators run side by side. Default sequential.</summary>
    public ExecutionMode ExecutionMode { get; }

    /// <summary>Whether freed memory is kept for the next call. Default true; false = less memory, slower calls.</summary>
    public bool MemoryArena { get; }

    /// <summary>Whether memory is planned from the shapes seen before. Default true.</summary>
    public bool MemoryPattern { get; }

    /// <summary>Whether weights are also kept in the layout that the processor likes best. Default true; false = less memory, slower calls.</summary>
    public bool Prepacking { get; }

    /// <summary>Whether pool threads spin for a while before they sleep. Default true; without effect when thread counts are 1.</summary>
    public bool Spinning { get; }

    /// <summary>Sizes, 0 or more, of dimensions that the file only names. Default none.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> FreeDimensions { get; }

    /// <summary>Execution providers in order of preference. Default none: what the device asks for, then the processor.</summary>
    public IReadOnlyList<string> Providers { get; }

    /// <summary>How tensors stand for sequences of tensors, in both directions. Default stacked.</summary>
    public SequenceLayout Sequences { get; }

    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>.</exception>
    public static OnnxSettings Read(BackendSettings settings) => new(settings);

    /// <summary>Writes the settings to session options.</summary>
    public void Apply(OrtApi api, nint options)
    {
        api.SetIntraOpThreads(options, IntraOpThreads);
        api.SetInterOpThreads(options, InterOpThreads);
        api.SetGraphOptimization(options, (int)GraphOptimization);
        api.SetExecutionMode(options, (int)ExecutionMode);
        if (!MemoryArena) api.DisableMemoryArena(options);
        // ONNX Runtime has no memory patterns in parallel mode, and warns when they are left on.
        if (!MemoryPattern || ExecutionMode == ExecutionMode.Parallel) api.DisableMemoryPattern(options);
        foreach ((string name, long size) in FreeDimensions) api.FixDimension(options, name, size);
        if (!Prepacking) api.AddConfigEntry(options, "session.disable_prepacking", "1");
        if (!Spinning)
        {
            api.AddConfigEntry(options, "session.intra_op.allow_spinning", "0");
            api.AddConfigEntry(options, "session.inter_op.allow_spinning", "0");
        }
    }
}
