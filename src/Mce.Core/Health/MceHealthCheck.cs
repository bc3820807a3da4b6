using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mce;

/// <summary>Answers one of a probe's questions from a server's health.</summary>
internal sealed class MceHealthCheck(MceServer server, Func<ServerHealth, HealthStatus, HealthCheckResult> judge) : IHealthCheck
{
    /// <summary>Whether restarting the process is the only cure.</summary>
    public static HealthCheckResult Live(ServerHealth health, HealthStatus failure) => health.IsLive
        ? HealthCheckResult.Healthy("The server lives.")
        : new HealthCheckResult(failure, "The server failed to start, or is disposed.");

    /// <summary>Whether requests may be sent.</summary>
    public static HealthCheckResult Ready(ServerHealth health, HealthStatus failure) => health.IsReady
        ? HealthCheckResult.Healthy("The server takes requests.")
        : new HealthCheckResult(failure, "The server takes no requests: it starts, stops, or is stopped.");

    /// <summary>Whether every container does what it should.</summary>
    public static HealthCheckResult Containers(ServerHealth health, HealthStatus failure)
    {
        var data = new Dictionary<string, object>();
        foreach (ContainerHealth container in health.Containers) data[$"{container.Endpoint}/{container.Container}"] = $"{container.State}: {container.Detail}";
        ContainerHealth[] bad = [.. health.Containers.Where(c => c.State is ContainerState.Failing or ContainerState.Stuck)];
        if (bad.Length > 0) return new HealthCheckResult(failure, string.Join(" ", bad.Select(Say)), data: data);
        ContainerHealth[] absent = [.. health.Containers.Where(c => c.State != ContainerState.Ready)];
        return absent.Length > 0
            ? HealthCheckResult.Degraded(string.Join(" ", absent.Select(Say)), data: data)
            : HealthCheckResult.Healthy($"{health.Containers.Count} containers are ready.", data);
    }

    /// <summary>The same of one container.</summary>
    public static Func<ServerHealth, HealthStatus, HealthCheckResult> One(string endpoint, string container) => (health, failure) =>
        health.Containers.Any(c => c.Endpoint == endpoint && c.Container == container)
            ? Containers(health with { Containers = [.. health.Containers.Where(c => c.Endpoint == endpoint && c.Container == container)] }, failure)
            : new HealthCheckResult(failure, $"There is no container '{container}' on an endpoint '{endpoint}'.");

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(judge(server.CheckHealth(), context.Registration.FailureStatus));

    private static string Say(ContainerHealth container) => $"Endpoint '{container.Endpoint}', container '{container.Container}': {container.Detail}";
}
