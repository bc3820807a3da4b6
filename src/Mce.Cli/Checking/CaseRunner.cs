using Mce.Cli.TensorFiles;

namespace Mce.Cli.Checking;

/// <summary>Runs cases in this process, one at a time: opens the model, runs it, compares, and lets all of it go.</summary>
internal sealed class CaseRunner(ModelWorkbench workbench)
{
    /// <summary>Runs one case.</summary>
    /// <returns>Why it failed, on one line; null = it passed.</returns>
    public async Task<string?> RunAsync(CheckCase item)
    {
        if (item.Outputs.Count == 0) return "compares nothing: name at least one output";
        try
        {
            await using OpenModel model = await workbench.OpenAsync(new ContainerConfig
            {
                Name = "model",
                Framework = item.Framework ?? ModelWorkbench.FrameworkOf(item.Model),
                ModelPath = item.Model,
                Settings = item.Settings,
            });
            return await RunAsync(item, model);
        }
#pragma warning disable CA1031 // whatever goes wrong with one case, the others go on
        catch (Exception e)
#pragma warning restore CA1031
        {
            return ErrorEdge.Describe(e);
        }
    }

    private static async Task<string?> RunAsync(CheckCase item, OpenModel model)
    {
        ModelSignature signature = model.Description.Signature;
        int[] inputSlots = CaseKeys.Resolve(item.Inputs, signature.Inputs, "input");
        int[] outputSlots = CaseKeys.Resolve(item.Outputs, signature.Outputs, "output");
        InferenceRequest request = model.CreateRequest();
        var inputs = new List<InferenceTensor>();
        try
        {
            for (int i = 0; i < inputSlots.Length; i++)
            {
                TensorSpec spec = signature.Inputs[inputSlots[i]];
                inputs.Add(TensorFile.Read(item.Inputs[i].Path, spec));
                request.Inputs.Add(spec.Name, inputs[^1]);
            }

            using InferenceResponse response = await model.InvokeAsync(request);
            return Compare(item, outputSlots, response);
        }
        finally
        {
            foreach (InferenceTensor input in inputs) input.Dispose();
        }
    }

    private static string? Compare(CheckCase item, int[] slots, InferenceResponse response)
    {
        var differences = new List<string>();
        for (int i = 0; i < slots.Length; i++)
        {
            InferenceTensor actual = response[slots[i]];
            using InferenceTensor expected = ReadExpected(item.Outputs[i].Path, actual);
            if (TensorComparer.Compare(expected, actual, item.Tolerance) is { } difference)
                differences.Add($"output '{response.Specs[slots[i]].Name}' {difference}");
        }

        return differences.Count == 0 ? null : ErrorEdge.OneLine(string.Join("; ", differences));
    }

    // The file says its own type and shape, to be compared; only where it has none the output's are taken.
    private static InferenceTensor ReadExpected(string path, InferenceTensor actual)
    {
        bool saysItsType = path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) && actual.ElementType != TensorElementType.Bytes;
        if (saysItsType) return TensorFile.Read(path, null);
        bool saysItsShape = path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        return TensorFile.Read(path, saysItsShape
            ? TensorSpec.OfAnyShape("expected", actual.ElementType)
            : new TensorSpec("expected", actual.ElementType, [.. actual.Dimensions.ToArray().Select(TensorDimension.Fixed)]));
    }
}
