using Mce;
using Mce.AspNetCore;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;

// Settings, models and plugins lie beside the program, wherever it is started from.
WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

builder.Services.AddMce(mce => mce.AddConfiguration(builder.Configuration.GetSection("Mce")));
builder.Services.AddMceHttp(http => http.PrepareResponse = (context, answer) =>
    context.Response.Headers[SageMakerHeaders.CustomAttributes] = $"answered-by={answer.Container}");

builder.Services.AddHealthChecks().AddMce();
builder.Services.AddOpenApi();
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
    .AddMeter("Mce")
    .AddAspNetCoreInstrumentation()
    .AddPrometheusExporter());

WebApplication app = builder.Build();

app.MapSageMakerRuntime();                  // POST /endpoints/{EndpointName}/invocations, for AWS's clients
app.MapOpenApi();                           // GET /openapi/v1.json
app.MapPrometheusScrapingEndpoint();        // GET /metrics
app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") });
app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });

try
{
    await app.RunAsync();                   // Ctrl+C or SIGTERM: no new requests, those that run are answered, models are let go
    return 0;
}
catch (MceException e)
{
    await Console.Error.WriteLineAsync(e.Message);      // every mistake in the configuration, or that a model can't be loaded
    return 1;
}
