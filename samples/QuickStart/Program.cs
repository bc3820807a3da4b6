using Mce;
using QuickStart;

if (args is not ([] or ["--json"]))
{
    Console.Error.WriteLine("usage: dotnet run --project samples/QuickStart [-- --json]");
    return 2;
}

// 1. Describe the server: where the plugins lie, and two endpoints.
await using MceServer server = new MceServerBuilder()
    .AddPluginDirectory("plugins")
    // Three models for one task. A request names the container that it is for.
    .AddEndpoint("digits", e => e
        .AddContainer("mlnet", framework: "mlnet", "models/digits.zip")
        .AddContainer("onnx", framework: "onnx", "models/digits.onnx")
        .AddContainer("torch", framework: "torch", "models/digits.pt2"))
    // One pipeline across the three frameworks: pixels → scaled → features → scores.
    .AddEndpoint("digits-pipeline", e => e
        .AsSerial()
        .AddContainer("scale", framework: "mlnet", "models/digits-scale.zip")
        .AddContainer("features", framework: "onnx", "models/digits-features.onnx")
        .AddContainer("classify", framework: "torch", "models/digits-head.pt2"))
    .Build();

try
{
    // 2. Start: everything is loaded, connected and warm, or every mistake is reported at once.
    await server.StartAsync();
}
catch (MceException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

// 3. Invoke, here once for each of the held-out images.
DigitSet digits = DigitSet.Load(Path.Combine(AppContext.BaseDirectory, "data", "digits-heldout.csv"));
var direct = new List<Evaluation>();
foreach (string container in (string[])["mlnet", "onnx", "torch"])
    direct.Add(await Evaluation.RunAsync(server, digits, "digits", container));
Evaluation serial = await Evaluation.RunAsync(server, digits, "digits-pipeline", container: null);

Report report = new(server, direct, serial);
Console.WriteLine(args.Length == 0 ? report.ToText() : report.ToJson());
return 0;
