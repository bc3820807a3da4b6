using System.Diagnostics.Metrics;
using Mce;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Mce to a service collection.</summary>
public static class MceServiceCollectionExtensions
{
    /// <summary>
    /// Adds one <see cref="MceServer"/>, also as <see cref="IInferenceServer"/>. In a generic host it starts with the host
    /// (a failed start stops the host) and drains when the host stops; elsewhere call <see cref="MceServer.StartAsync"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Describes the server. Called once, when the server is first needed.</param>
    public static IServiceCollection AddMce(this IServiceCollection services, Action<MceServerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddMce((builder, _) => configure(builder));
    }

    /// <inheritdoc cref="AddMce(IServiceCollection, Action{MceServerBuilder})"/>
    public static IServiceCollection AddMce(this IServiceCollection services, Action<MceServerBuilder, IServiceProvider> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        if (services.Any(s => s.ServiceType == typeof(MceServer)))
            throw new InvalidOperationException("AddMce was called before: one server holds all endpoints.");

        services.AddSingleton(provider =>
        {
            var builder = new MceServerBuilder();
            builder.UseLoggerFactory(provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
            builder.UseTimeProvider(provider.GetService<TimeProvider>() ?? TimeProvider.System);
            if (provider.GetService<IMeterFactory>() is { } meters) builder.UseMeterFactory(meters);
            configure(builder, provider);
            return builder.Build();
        });
        services.TryAddSingleton<IInferenceServer>(provider => provider.GetRequiredService<MceServer>());
        services.AddSingleton<IHostedService, MceHostedService>();
        return services;
    }
}
