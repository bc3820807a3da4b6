using System.Globalization;
using Mce;

namespace ScalingHook;

/// <summary>A framework whose models do nothing for as long as their file says, in milliseconds.</summary>
[ExportBackend("delay", "1.0")]
internal sealed class DelayBackend : IBackend
{
    public void Initialize(BackendContext context) => context.Settings.ThrowIfUnknown();

    public ModelFootprint EstimateFootprint(ModelSource source) => new(1);

    public IModel Load(ModelSource source, CancellationToken cancellationToken)
    {
        string text = File.ReadAllText(source.Path);
        return int.TryParse(text, NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int milliseconds)
            ? new DelayModel(TimeSpan.FromMilliseconds(milliseconds))
            : throw new MceException(MceErrorCodes.ModelInvalid, $"'{source.Path}' is to hold a number of milliseconds; it holds '{text}'.");
    }

    public void Dispose()
    {
    }
}
