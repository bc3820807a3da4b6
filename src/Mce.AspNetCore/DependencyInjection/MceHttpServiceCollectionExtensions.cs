using Mce.AspNetCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sets up Mce's HTTP endpoints.</summary>
public static class MceHttpServiceCollectionExtensions
{
    /// <summary>
    /// Sets what the HTTP endpoints share, and lets those of SageMaker's API answer a refused authorization as AWS does, unless the app has an
    /// <see cref="IAuthorizationMiddlewareResultHandler"/> of its own. Not needed where the defaults suit.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; null = as they are.</param>
    public static IServiceCollection AddMceHttp(this IServiceCollection services, Action<MceHttpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null) services.Configure(configure);
        Type? handler = services.LastOrDefault(s => s.ServiceType == typeof(IAuthorizationMiddlewareResultHandler) && !s.IsKeyedService)?.ImplementationType;
        // ASP.NET's is there once AddAuthorization was called. One of the app's own stays.
        if (handler is null || handler == typeof(AuthorizationMiddlewareResultHandler))
            services.AddSingleton<IAuthorizationMiddlewareResultHandler, RuntimeAuthorizationResultHandler>();
        return services;
    }
}
