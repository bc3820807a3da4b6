using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

namespace Mce.Benchmarks.BareCheck;

/// <summary>One model: loaded, fed, compared, let go.</summary>
internal static class Case
{
    public static bool Run(JsonElement item, string folder, SessionOptions options)
    {
        double rtol = item.GetProperty("rtol").GetDouble(), atol = item.GetProperty("atol").GetDouble();
        using var session = new InferenceSession(Path.Combine(folder, item.GetProperty("model").GetString()!), options);
        var inputs = new Dictionary<string, OrtValue>();
        var arrays = new List<Npy>();
        foreach (JsonProperty input in item.GetProperty("inputs").EnumerateObject())
        {
            Npy array = Npy.Read(Path.Combine(folder, input.Value.GetString()!));
            arrays.Add(array);
            inputs.Add(input.Name, array.ToValue());
        }

        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(run, inputs, session.OutputNames);
        bool same = true;
        for (int i = 0; i < session.OutputNames.Count; i++)
        {
            if (!item.GetProperty("outputs").TryGetProperty(session.OutputNames[i], out JsonElement file)) continue;
            same &= Npy.Read(Path.Combine(folder, file.GetString()!)).IsClose(outputs[i], rtol, atol);
        }

        foreach (OrtValue input in inputs.Values) input.Dispose();
        GC.KeepAlive(arrays);
        return same;
    }
}
