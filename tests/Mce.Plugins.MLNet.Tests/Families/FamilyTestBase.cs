using Mce.Conformance;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Plugins.MLNet.Tests.Families;

/// <summary>Trains a model, saves it, and compares what the plugin makes of the file with what ML.NET's own Transform makes of it.</summary>
public abstract class FamilyTestBase : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"mce-mlnet-{Guid.NewGuid():N}.zip");

    protected MLContext Ml { get; } = new(seed: 1);

    /// <summary>To the bit: both are the same code on the same machine.</summary>
    protected void AssertEqualsTransform(Func<MLContext, IEstimator<ITransformer>> create, Sample[] rows, params (string Name, string Value)[] settings)
    {
        IDataView data = Ml.Data.LoadFromEnumerable(Sample.Make(160));
        Ml.Model.Save(create(Ml).Fit(data), data.Schema, _path);

        IDataView given = Ml.Data.LoadFromEnumerable(rows);
        ITransformer reference = Ml.Model.Load(_path, out _);
        IDataView expected = KeysToValues(reference.Transform(given));
        foreach (string batch in (string[])["Rows", "View"])
        {
            using IModel model = Load([("Batch", batch), .. settings]);
            using IModelInstance instance = model.CreateInstance();
            var context = new ModelExecutionContext(model.Signature);
            for (int i = 0; i < model.Signature.Inputs.Length; i++) context.SetInput(i, ViewTensors.Read(given, model.Signature.Inputs[i].Name));
            instance.Execute(context);
            Assert.NotEmpty(model.Signature.Outputs);
            for (int i = 0; i < model.Signature.Outputs.Length; i++)
            {
                string name = model.Signature.Outputs[i].Name;
                TensorAssert.Equal(ViewTensors.Read(expected, name), context.TakeOutput(i), tolerance: 0, name);
            }
        }

        (reference as IDisposable)?.Dispose();
    }

    public void Dispose()
    {
        File.Delete(_path);
        GC.SuppressFinalize(this);
    }

    private IModel Load(IEnumerable<(string Name, string Value)> settings)
    {
        using var backend = new MLNetBackend();
        backend.Initialize(new BackendContext(AppContext.BaseDirectory));
        return backend.Load(new ModelSource(_path, new BackendSettings(settings.Select(s => KeyValuePair.Create(s.Name, s.Value)))), CancellationToken.None);
    }

    private IDataView KeysToValues(IDataView view)
    {
        string[] keys = [.. view.Schema.Where(c => !c.IsHidden && IsKey(c.Type) && c.Annotations.Schema.GetColumnOrNull("KeyValues") is not null).Select(c => c.Name)];
        foreach (string key in keys) view = Ml.Transforms.Conversion.MapKeyToValue(key).Fit(view).Transform(view);
        return view;
    }

    private static bool IsKey(DataViewType type) => (type is VectorDataViewType vector ? vector.ItemType : type) is KeyDataViewType;
}
