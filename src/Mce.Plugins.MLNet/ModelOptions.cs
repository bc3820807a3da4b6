namespace Mce.Plugins.MLNet;

/// <summary>A container's settings.</summary>
internal sealed record ModelOptions
{
    public const string OutputsSetting = "Outputs", KeysSetting = "Keys", BatchSetting = "Batch", AssembliesSetting = "Assemblies", IntraOpThreadsSetting = "IntraOpThreads", StateSetting = "State";

    /// <summary>The columns to give, in this order; empty = the default choice.</summary>
    public string[] Outputs { get; init; } = [];

    public KeyOutput Keys { get; init; } = KeyOutput.Values;

    public BatchMode Batch { get; init; } = BatchMode.Rows;

    /// <summary>How long a stateful model remembers.</summary>
    public StateLife State { get; init; } = StateLife.Instance;

    /// <summary>The assemblies whose code the model may run: simple names, or paths of files.</summary>
    public string[] Assemblies { get; init; } = [];

    /// <summary>Threads within an operator of an ONNX model inside the model; 0 = one per core.</summary>
    public int IntraOpThreads { get; init; } = 1;

    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>.</exception>
    public static ModelOptions Read(BackendSettings settings)
    {
        settings.ThrowIfUnknown(OutputsSetting, KeysSetting, BatchSetting, StateSetting, AssembliesSetting, IntraOpThreadsSetting);
        return new ModelOptions
        {
            Outputs = List(settings, OutputsSetting),
            Keys = settings.GetEnum(KeysSetting, KeyOutput.Values),
            Batch = settings.GetEnum(BatchSetting, BatchMode.Rows),
            State = settings.GetEnum(StateSetting, StateLife.Instance),
            Assemblies = List(settings, AssembliesSetting),
            IntraOpThreads = settings.GetInt32(IntraOpThreadsSetting, 1, 0, 1_024),
        };
    }

    private static string[] List(BackendSettings settings, string name) =>
        settings.GetString(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
