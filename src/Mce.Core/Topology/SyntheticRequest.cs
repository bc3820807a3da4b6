namespace Mce;

/// <summary>Runs a model once on zeros, so that lazy work (kernels, arenas, jitted code) is done before the first request.</summary>
internal static class SyntheticRequest
{
    // A dynamic dimension's least size can be huge; a warm-up is not worth a gigabyte.
    private const long MaxElements = 16L << 20;

    /// <summary>Does nothing for models whose inputs have no known rank.</summary>
    public static void Run(IModelInstance instance, ModelSignature signature, SizeLimits limits)
    {
        var inputs = new InferenceTensor?[signature.Inputs.Length];
        var context = new ModelExecutionContext(signature, new SwitchingAllocator(OutputAllocator.Default, signature, limits));
        try
        {
            for (int i = 0; i < inputs.Length; i++)
            {
                TensorSpec spec = signature.Inputs[i];
                if (spec.IsOptional) continue;
                if (!spec.HasRank) return;
                long[] dimensions = [.. spec.Dimensions.Select(d => d.Size ?? Math.Max(1, d.Minimum))];
                if (dimensions.Aggregate(1.0, (product, d) => product * d) > MaxElements) return;
                inputs[i] = InferenceTensor.Create(spec.ElementType, dimensions);
                context.SetInput(i, inputs[i]);
            }

            instance.Execute(context);
        }
        finally
        {
            context.Reset();
            foreach (InferenceTensor? input in inputs) input?.Dispose();
        }
    }
}
