using System.Globalization;
using Mce.Plugins.Onnx.Tests;

namespace Mce.Soak.Services;

/// <summary>ONNX files, one after the other, each of which adds the version to an element of its own.</summary>
internal sealed class OnnxService(string folder) : Service
{
    private const int Files = 16;

    /// <summary>How many containers there are: a pipeline when more than one.</summary>
    public int Steps { get; init; } = 1;

    public override int Versions => Files;

    /// <summary>Writes the files of all versions.</summary>
    public static void WriteFiles(string folder)
    {
        for (int step = 0; step < 2; step++)
            for (int version = 0; version < Files; version++)
            {
                var added = new float[4];
                added[step] = version;
                byte[] file = new OnnxBuilder()
                    .Input("x", OnnxBuilder.Float, "batch", 4L)
                    .Weights("c", added, 4)
                    .Node("Add", ["x", "c"], ["y"])
                    .Output("y", OnnxBuilder.Float, "batch", 4L)
                    .Build();
                File.WriteAllBytes(Path(folder, step, version), file);
            }
    }

    public override IEnumerable<ContainerConfig> Configure(int version) => Enumerable.Range(0, Steps).Select(step => new ContainerConfig
    {
        Name = Container ?? $"step{step}",
        Framework = "onnx",
        ModelPath = Path(folder, step, version),
        InputMap = step == 0 ? new Dictionary<string, InputSource>() : new Dictionary<string, InputSource> { ["x"] = InputSource.Previous("y") },
    });

    public override Probe CreateProbe() => new AddProbe(new InferenceRequest(Endpoint) { TargetContainer = Container }, Steps);

    private static string Path(string folder, int step, int version) =>
        System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"add{version}-{step}.onnx"));
}
