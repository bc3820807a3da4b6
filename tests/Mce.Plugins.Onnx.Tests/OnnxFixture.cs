using System.Collections.Concurrent;

namespace Mce.Plugins.Onnx.Tests;

/// <summary>An initialized backend over the committed test models.</summary>
public sealed class OnnxFixture : IDisposable, IBackendLogger
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onnx-");

    public OnnxFixture() => Backend.Initialize(new BackendContext(AppContext.BaseDirectory, logger: this));

    public OnnxBackend Backend { get; } = new();

    public ConcurrentQueue<string> Logged { get; } = [];

    public static string PathOf(string model) => Path.Combine(AppContext.BaseDirectory, "TestModels", "onnx", model + ".onnx");

    public IModel Load(string model, params (string Name, string Value)[] settings) => LoadFile(PathOf(model), settings);

    public IModel LoadFile(string path, params (string Name, string Value)[] settings) => Backend.Load(
        new ModelSource(path, new BackendSettings(settings.Select(s => KeyValuePair.Create(s.Name, s.Value)))),
        CancellationToken.None);

    /// <summary>Writes a file to a folder of this fixture's.</summary>
    public string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    internal IModel Load(OnnxBuilder builder) => LoadFile(Write($"{Guid.NewGuid():N}.onnx", builder.Build()));

    /// <summary>Runs a model once; the outputs belong to the caller.</summary>
    public static InferenceTensor[] Run(IModel model, params InferenceTensor?[] inputs)
    {
        using IModelInstance instance = model.CreateInstance();
        return Run(model, instance, inputs);
    }

    public static InferenceTensor[] Run(IModel model, IModelInstance instance, params InferenceTensor?[] inputs)
    {
        var context = new ModelExecutionContext(model.Signature);
        for (int i = 0; i < inputs.Length; i++) context.SetInput(i, inputs[i]);
        instance.Execute(context);
        return [.. Enumerable.Range(0, model.Signature.Outputs.Length).Select(context.TakeOutput)];
    }

    public bool IsEnabled(BackendLogLevel level) => true;

    public void Log(BackendLogLevel level, string message, Exception? exception = null) => Logged.Enqueue($"{level}: {message}");

    public void Dispose()
    {
        Backend.Dispose();
        _folder.Delete(recursive: true);
    }
}
