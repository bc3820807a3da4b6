namespace Mce.Cli.Benching;

/// <summary>The inputs of one batch size. Owns them.</summary>
internal sealed class BatchInputs : IDisposable
{
    private readonly InferenceTensor?[] _tensors;

    private BatchInputs(InferenceTensor?[] tensors, ModelSignature signature)
    {
        _tensors = tensors;
        Rows = CountRows(tensors, signature);
    }

    /// <summary>The rows of a call, as its tensors have them; null = they have none, or no number in common.</summary>
    public long? Rows { get; }

    /// <summary>Made up, see <see cref="SyntheticInputs"/>.</summary>
    public static BatchInputs Synthetic(ModelSignature signature, int batch) => new(SyntheticInputs.Create(signature, batch), signature);

    /// <summary>Rows of given tensors, over and over until there are enough; inputs of a fixed size are taken as they are.</summary>
    public static BatchInputs Repeat(IReadOnlyList<InferenceTensor?> given, ModelSignature signature, int batch) =>
        new([.. given.Select((tensor, slot) => tensor is null || !SyntheticInputs.IsBatched(signature.Inputs[slot]) ? tensor?.Share() : Repeat(tensor, batch))], signature);

    public void AddTo(InferenceRequest request, ModelSignature signature)
    {
        for (int slot = 0; slot < _tensors.Length; slot++)
            if (_tensors[slot] is { } tensor) request.Inputs.Add(signature.Inputs[slot].Name, tensor);
    }

    public void Dispose()
    {
        foreach (InferenceTensor? tensor in _tensors) tensor?.Dispose();
    }

    // Inputs of a fixed size beside batched ones, a table for example, are no rows of the batch.
    private static long? CountRows(InferenceTensor?[] tensors, ModelSignature signature)
    {
        (InferenceTensor Tensor, bool IsBatched)[] sent =
            [.. tensors.Index().Where(t => t.Item is { Rank: > 0 }).Select(t => (t.Item!, SyntheticInputs.IsBatched(signature.Inputs[t.Index])))];
        bool anyBatched = sent.Any(s => s.IsBatched);
        long[] counts = [.. sent.Where(s => s.IsBatched == anyBatched).Select(s => s.Tensor.Dimensions[0]).Distinct()];
        return counts is [> 0] ? counts[0] : null;
    }

    private static InferenceTensor Repeat(InferenceTensor tensor, int batch)
    {
        if (tensor.Dimensions[0] == 0) throw new UsageException($"An input of shape {Words.ShapeOf(tensor)} has no rows to repeat: give one with at least one row.");
        InferenceTensor repeated = InferenceTensor.Create(tensor.ElementType, [batch, .. tensor.Dimensions[1..]]);
        for (long row = 0; row < batch; row++)
        {
            using InferenceTensor from = tensor.Slice(0, row % tensor.Dimensions[0], 1), to = repeated.Slice(0, row, 1);
            from.CopyTo(to);
        }

        return repeated;
    }
}
