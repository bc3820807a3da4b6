// A web app of one's own, given a folder of models: serves one, asks itself, and prints the answer.
using System.Text;

WebApplicationBuilder builder = WebApplication.CreateBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
builder.Services.AddMce(mce => mce
    .AddPluginDirectory("plugins")
    .AddEndpoint("digits", endpoint => endpoint.AddContainer("onnx", "onnx", Path.Combine(args[0], "digits.onnx"))));

await using WebApplication app = builder.Build();
app.MapSageMakerRuntime();
app.MapSageMakerContainer();
await app.StartAsync();

using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
client.DefaultRequestHeaders.Add("X-Amzn-SageMaker-Target-Container-Hostname", "onnx");
using var body = new StringContent($"[{string.Join(',', new int[64])}]", Encoding.UTF8, "application/json");
using HttpResponseMessage answer = await client.PostAsync("/endpoints/digits/invocations", body);
using HttpResponseMessage ping = await client.GetAsync("/ping");
Console.WriteLine($"{(int)answer.StatusCode} {(int)ping.StatusCode} {await answer.Content.ReadAsStringAsync()}");
await app.StopAsync();
