using Mce;
using Mce.AspNetCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps SageMaker's HTTP APIs.</summary>
public static class SageMakerEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>POST /endpoints/{EndpointName}/invocations</c>, SageMaker's InvokeEndpoint: AWS's clients call it once their endpoint URL is this
    /// server's. Headers, limits and errors are AWS's (docs/http.md). The signature of AWS's clients isn't checked: authentication and
    /// authorization are the app's.
    /// </summary>
    /// <param name="endpoints">The app, or a group of routes.</param>
    /// <returns>For conventions such as <c>RequireAuthorization</c> or <c>RequireRateLimiting</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddMce</c> wasn't called.</exception>
    public static IEndpointConventionBuilder MapSageMakerRuntime(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        (Invoker invoker, MceHttpOptions options) = InvokerFactory.Create(endpoints);
        var runtime = new RuntimeEndpoint(invoker, endpoints.ServiceProvider.GetRequiredService<ILogger<RuntimeEndpoint>>());
        RouteGroupBuilder group = endpoints.MapGroup("/endpoints/{EndpointName}");
        group.WithMetadata(new RequestSizeLimit(options.MaxRequestBytes), new RuntimeEndpointMarker());
        RuntimeDescription.Describe(group.MapPost("/invocations", runtime.InvokeAsync).WithDisplayName("SageMaker InvokeEndpoint"), options);
        // What AWS's clients can call too, and would otherwise meet a bare 404 for.
        group.MapPost("/invocations-response-stream", RuntimeEndpoint.RefuseStreamAsync).WithMetadata(new ExcludeFromDescriptionAttribute());
        group.MapPost("/async-invocations", RuntimeEndpoint.RefuseAsynchronousAsync).WithMetadata(new ExcludeFromDescriptionAttribute());
        return group;
    }

    /// <summary>
    /// Maps <c>GET /ping</c> and <c>POST /invocations</c>: the contract of a SageMaker container, so that the app can be one, or be called
    /// like one.
    /// </summary>
    /// <param name="endpoints">The app, or a group of routes.</param>
    /// <param name="endpoint">The endpoint to serve; null = the only one.</param>
    /// <param name="container">The container of a direct endpoint; null = the only one.</param>
    /// <returns>For conventions; they hold for both.</returns>
    /// <exception cref="InvalidOperationException"><c>AddMce</c> wasn't called.</exception>
    public static IEndpointConventionBuilder MapSageMakerContainer(this IEndpointRouteBuilder endpoints, string? endpoint = null, string? container = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        (Invoker invoker, MceHttpOptions options) = InvokerFactory.Create(endpoints);
        var served = new ContainerEndpoint(invoker, endpoints.ServiceProvider.GetRequiredService<MceServer>(), endpoint, container);
        RouteGroupBuilder group = endpoints.MapGroup("");
        group.MapGet("/ping", served.PingAsync).WithDisplayName("SageMaker container ping");
        group.MapPost("/invocations", served.InvokeAsync)
            .WithMetadata(new RequestSizeLimit(options.MaxRequestBytes))
            .WithDisplayName("SageMaker container invocations");
        return group;
    }
}
