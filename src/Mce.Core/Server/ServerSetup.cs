using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>What a builder hands to the server it makes.</summary>
internal sealed record ServerSetup(
    MceOptions Options,
    IReadOnlyList<EndpointConfig> Endpoints,
    PluginHostOptions Plugins,
    IReadOnlyList<MceException> Errors,
    ILoggerFactory LoggerFactory,
    TimeProvider TimeProvider,
    Action<ModelLoadProgress>? Progress)
{
    public TopologySource Source { get; init; } = new([], []);
    public TelemetrySetup Telemetry { get; init; } = TelemetrySetup.None;

    // Kept: a builder may build another server with other options later.
    public TrustPolicy Trust { get; } = Plugins.Trust;

    public ScalingSetup Scaling { get; init; } = ScalingSetup.None;
}
