using Mce.AspNetCore;
using Microsoft.AspNetCore.Authorization;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sets up Mce's HTTP endpoints.</summary>
public static class MceHttpServiceCollectionExtensions
{
    /// <summary>
    /// Sets what the HTTP endpoints share, and lets those of SageMaker's API answer a refused authorization as AWS does. Not needed where the
    /// defaults suit.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; null = as they are.</param>
    public static IServiceCollection AddMceHttp(this IServiceCollection services, Action<MceHttpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null) services.Configure(configure);
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RuntimeAuthorizationResultHandler>();
        return services;
    }
}
