// One server, for as long as its standard input is open. It writes its address once it is ready.
//
//     Mce.Benchmarks.Http documented|tuned|mce

using System.Globalization;
using Mce.Benchmarks.Http;

// The content root would be the caller's folder otherwise.
WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseUrls("http://127.0.0.1:0");
// What 'dotnet new web' sets for ASP.NET Core.
builder.Logging.SetMinimumLevel(LogLevel.Warning);
string model = Path.Combine(AppContext.BaseDirectory, "models", "digits.onnx");

Action<WebApplicationBuilder> configure;
Action<WebApplication> map;
switch (args)
{
    case ["documented"]:
        (configure, map) = (_ => { }, app => DocumentedServer.Map(app, model));
        break;
    case ["tuned"]:
        (configure, map) = (_ => { }, app => TunedServer.Map(app, model));
        break;
    case ["mce"]:
        (configure, map) = (b => MceHost.Configure(b, model), MceHost.Map);
        break;
    default:
        Console.Error.WriteLine("usage: Mce.Benchmarks.Http documented|tuned|mce");
        return 2;
}

configure(builder);
await using WebApplication app = builder.Build();
map(app);
// What the process has allocated, in bytes, and computed, in microseconds.
app.MapGet("/usage", () => string.Create(
    CultureInfo.InvariantCulture, $"{GC.GetTotalAllocatedBytes(precise: true)} {Environment.CpuUsage.TotalTime.TotalMicroseconds:0}"));
await app.StartAsync();
Console.WriteLine(app.Urls.Single());
await Console.In.ReadToEndAsync();
return 0;
