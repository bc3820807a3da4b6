namespace Mce.Plugins.MLNet;

/// <summary>A container's settings.</summary>
internal sealed record ModelOptions
{
    public const string OutputsSetting = "Outputs", KeysSetting = "Keys", BatchSetting = "Batch";

    /// <summary>The columns to give, in this order; empty = the default choice.</summary>
    public string[] Outputs { get; init; } = [];

    public KeyOutput Keys { get; init; } = KeyOutput.Values;

    public BatchMode Batch { get; init; } = BatchMode.Rows;

    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>.</exception>
    public static ModelOptions Read(BackendSettings settings)
    {
        settings.ThrowIfUnknown(OutputsSetting, KeysSetting, BatchSetting);
        return new ModelOptions
        {
            Outputs = settings.GetString(OutputsSetting)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            Keys = settings.GetEnum(KeysSetting, KeyOutput.Values),
            Batch = settings.GetEnum(BatchSetting, BatchMode.Rows),
        };
    }
}
