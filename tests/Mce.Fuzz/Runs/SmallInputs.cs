using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Runs;

/// <summary>Inputs that fit a signature, of few elements: zeros, or small numbers.</summary>
internal static class SmallInputs
{
    private const long MaxBytes = 16 << 20;
    private const int MostDynamic = 2;

    /// <summary>Fills a request; false when the model wants more than is worth trying.</summary>
    public static bool TryFill(InferenceRequest request, ModelSignature signature, Chance chance)
    {
        bool zeros = chance.OneIn(2);
        long size = chance.Between(1, MostDynamic);
        var tensors = new List<InferenceTensor>();
        foreach (TensorSpec spec in signature.Inputs)
        {
            if (spec.IsOptional) continue;
            long[] dimensions = spec.HasRank ? [.. spec.Dimensions.Select(d => d.Size ?? Math.Clamp(size, d.Minimum, d.Maximum))] : [size];
            double bytes = dimensions.Aggregate(8.0, (product, d) => product * d);
            if (bytes > MaxBytes)
            {
                tensors.ForEach(t => t.Dispose());
                return false;
            }

            InferenceTensor tensor = InferenceTensor.Create(spec.ElementType, dimensions);
            if (!zeros && !TensorElementTypes.IsManaged(spec.ElementType)) Scatter(tensor, chance);
            tensors.Add(tensor);
            request.Inputs.Add(spec.Name, tensor);
        }

        return true;
    }

    // Few small values are valid for every type: token ids, halves (as subnormals) and booleans too.
    private static unsafe void Scatter(InferenceTensor tensor, Chance chance)
    {
        Span<byte> bytes = tensor.ByteLength == 0 ? [] : new Span<byte>(tensor.DangerousGetAddress(), (int)tensor.ByteLength);
        int width = TensorElementTypes.SizeOf(tensor.ElementType);
        for (int i = 0; i + width <= bytes.Length; i += width)
        {
            if (tensor.ElementType == TensorElementType.Float32) BitConverter.TryWriteBytes(bytes[i..], chance.Between(-8, 8) / 4f);
            else bytes[i] = (byte)chance.Below(2);
        }
    }
}
