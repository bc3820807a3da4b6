using Mce;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Mce's health to the host's health checks.</summary>
public static class MceHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds three checks of the server that <c>AddMce</c> adds: <c>mce.live</c> (tag <c>live</c>), <c>mce.ready</c> (tag <c>ready</c>) and
    /// <c>mce.containers</c> (tag <c>containers</c>), whose data has a line for each container.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">What their names begin with. Default <c>mce</c>.</param>
    public static IHealthChecksBuilder AddMce(this IHealthChecksBuilder builder, string name = "mce")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder
            .Add(Registration($"{name}.live", MceHealthCheck.Live, "live"))
            .Add(Registration($"{name}.ready", MceHealthCheck.Ready, "ready"))
            .Add(Registration($"{name}.containers", MceHealthCheck.Containers, "containers"));
    }

    /// <summary>Adds a check of one container. It is unhealthy too when there is no such container.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="endpoint">The container's endpoint.</param>
    /// <param name="container">The container.</param>
    /// <param name="name">The check's name; null = <c>mce.ENDPOINT.CONTAINER</c>.</param>
    public static IHealthChecksBuilder AddMceContainer(this IHealthChecksBuilder builder, string endpoint, string container, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(endpoint);
        ArgumentException.ThrowIfNullOrEmpty(container);
        return builder.Add(Registration(name ?? $"mce.{endpoint}.{container}", MceHealthCheck.One(endpoint, container), "containers"));
    }

    private static HealthCheckRegistration Registration(string name, Func<ServerHealth, HealthStatus, HealthCheckResult> judge, string tag) =>
        new(name, services => new MceHealthCheck(services.GetRequiredService<MceServer>(), judge), failureStatus: null, [tag]);
}
