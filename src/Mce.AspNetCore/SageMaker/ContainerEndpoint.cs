using Microsoft.AspNetCore.Http;

namespace Mce.AspNetCore;

/// <summary>The contract of a SageMaker container: <c>GET /ping</c> and <c>POST /invocations</c>. Thread-safe.</summary>
/// <param name="invoker">Runs requests.</param>
/// <param name="server">Tells its health, and what there is to serve.</param>
/// <param name="endpoint">What is served; null = the one endpoint there is.</param>
/// <param name="container">The container of a direct endpoint; null = the one it has.</param>
internal sealed class ContainerEndpoint(Invoker invoker, MceServer server, string? endpoint, string? container)
{
    private Served? _served;

    /// <summary>200 while the server is ready; 503 otherwise, and SageMaker sends no requests.</summary>
    public Task PingAsync(HttpContext http)
    {
        http.Response.StatusCode = server.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    public async Task InvokeAsync(HttpContext http)
    {
        Exception? failure;
        try
        {
            Served what = Address();
            failure = await invoker.RunAsync(http, new InvocationAddress(what.Endpoint, what.Container, InferenceId(http.Request))).ConfigureAwait(false);
        }
        catch (MceException e)
        {
            failure = e;
        }

        if (failure is not null) await ErrorBody.WriteAsync(http, failure).ConfigureAwait(false);
    }

    // It stands in logs and errors, and nobody has checked it.
    private static string? InferenceId(HttpRequest request) =>
        (string?)request.Headers[SageMakerHeaders.InferenceId] is { } id ? AwsConstraints.Show(id) : null;

    // A live change may bring another endpoint.
    private Served Address()
    {
        TopologyConfig config = server.Topology;
        Served? served = Volatile.Read(ref _served);
        if (served is not null && ReferenceEquals(served.Config, config)) return served;

        EndpointConfig[] candidates = [.. config.Endpoints.Where(e => endpoint is null || e.Name == endpoint)];
        if (candidates is not [EndpointConfig only])
        {
            throw new MceException(
                MceErrorCodes.EndpointNotFound,
                $"This is to serve {(endpoint is null ? "the one endpoint there is" : $"the endpoint '{endpoint}'")}; there are: " +
                $"{string.Join(", ", config.Endpoints.Select(e => e.Name))}. Name one of them in MapSageMakerContainer.");
        }

        // A direct endpoint with one container needs no name; with several, the server says which there are.
        string? target = container ?? (only is { Mode: InvocationMode.Direct, Containers: [ContainerConfig single] } ? single.Name : null);
        served = new Served(config, only.Name, target);
        Volatile.Write(ref _served, served);
        return served;
    }

    private sealed record Served(TopologyConfig Config, string Endpoint, string? Container);
}
