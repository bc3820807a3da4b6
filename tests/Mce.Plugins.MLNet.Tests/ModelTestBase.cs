using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>Loads the toy models through the plugin, and through ML.NET itself for reference.</summary>
public abstract class ModelTestBase(TrainedModels models) : IClassFixture<TrainedModels>
{
    protected TrainedModels Models { get; } = models;

    protected static MLNetBackend NewBackend()
    {
        var backend = new MLNetBackend();
        backend.Initialize(new BackendContext(AppContext.BaseDirectory));
        return backend;
    }

    protected static IModel Load(string path, params (string Name, string Value)[] settings)
    {
        using MLNetBackend backend = NewBackend();
        return backend.Load(new ModelSource(path, new BackendSettings(settings.Select(s => KeyValuePair.Create(s.Name, s.Value)))), CancellationToken.None);
    }

    /// <summary>Runs a model once; the outputs come in the signature's order and belong to the caller.</summary>
    protected static InferenceTensor[] Run(IModel model, IModelInstance instance, params InferenceTensor[] inputs)
    {
        var context = new ModelExecutionContext(model.Signature);
        for (int i = 0; i < inputs.Length; i++) context.SetInput(i, inputs[i]);
        instance.Execute(context);
        return [.. Enumerable.Range(0, model.Signature.Outputs.Length).Select(context.TakeOutput)];
    }

    protected static InferenceTensor[] Run(IModel model, params InferenceTensor[] inputs)
    {
        using IModelInstance instance = model.CreateInstance();
        return Run(model, instance, inputs);
    }

    /// <summary>What ML.NET itself gives for the same rows.</summary>
    protected static IDataView Transform<TRow>(string path, IEnumerable<TRow> rows)
        where TRow : class
    {
        var ml = new MLContext();
        return ml.Model.Load(path, out _).Transform(ml.Data.LoadFromEnumerable(rows));
    }

    protected static T[] Column<T>(IDataView view, string name) => [.. view.GetColumn<T>(name)];

    protected static T[] VectorColumn<T>(IDataView view, string name) => [.. view.GetColumn<T[]>(name).SelectMany(row => row)];
}
