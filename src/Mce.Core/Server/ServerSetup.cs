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
    public TrustPolicy Trust => Plugins.Trust;
}
