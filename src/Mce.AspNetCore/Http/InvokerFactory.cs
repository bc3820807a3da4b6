using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mce.AspNetCore;

/// <summary>Makes what the mapped endpoints run on, from the app's services.</summary>
internal static class InvokerFactory
{
    public static (Invoker Invoker, MceHttpOptions Options) Create(IEndpointRouteBuilder endpoints)
    {
        IServiceProvider services = endpoints.ServiceProvider;
        IInferenceServer server = services.GetService<IInferenceServer>()
            ?? throw new InvalidOperationException("There is no Mce server to map: call builder.Services.AddMce(…) before the app is built.");
        MceHttpOptions options = services.GetRequiredService<IOptions<MceHttpOptions>>().Value;
        options.Validate();
        var calls = new InvocationCallPool(services.GetService<TimeProvider>() ?? TimeProvider.System);
        return (new Invoker(server, options, calls, services.GetRequiredService<ILogger<Invoker>>()), options);
    }
}
