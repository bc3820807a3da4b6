namespace Mce.Plugins.Torch.Operators;

/// <summary>The handlers by operator, for example <c>add.Tensor</c>.</summary>
internal static class OperatorHandlers
{
    private static readonly Dictionary<string, OperatorHandler> Table = new(StringComparer.Ordinal)
    {
        ["add.Tensor"] = Addition.Add,
        ["add.Scalar"] = Addition.Add,
        ["add_.Tensor"] = InPlace(Addition.Add),
        ["add_.Scalar"] = InPlace(Addition.Add),
        ["sub.Tensor"] = Addition.Subtract,
        ["sub.Scalar"] = Addition.Subtract,
        ["sub_.Tensor"] = InPlace(Addition.Subtract),
        ["sub_.Scalar"] = InPlace(Addition.Subtract),
        ["rsub.Tensor"] = Addition.SubtractReversed,
        ["rsub.Scalar"] = Addition.SubtractReversed,
        ["addcmul"] = Addition.AddProduct,
        ["addmm"] = MatrixProducts.AddProduct,
        ["baddbmm"] = MatrixProducts.AddBatchedProduct,
        ["pow.Tensor_Scalar"] = Powers.Power,
        ["pow.Scalar"] = Powers.PowerOfNumber,
        ["linalg_vector_norm"] = Norms.VectorNorm,
        ["dist"] = Norms.Distance,
        ["leaky_relu"] = Activations.LeakyRelu,
        ["leaky_relu_"] = InPlace(Activations.LeakyRelu),
        ["elu"] = Activations.Elu,
        ["elu_"] = InPlace(Activations.Elu),
        ["softplus"] = Activations.Softplus,
        ["threshold"] = Activations.Threshold,
        ["threshold_"] = InPlace(Activations.Threshold),
        ["where.ScalarOther"] = Activations.WhereOther,
        ["where.ScalarSelf"] = Activations.WhereSelf,
        ["full"] = Creation.Full,
        ["full_like"] = Creation.FullLike,
        ["new_full"] = Creation.NewFull,
        ["scalar_tensor"] = Creation.ScalarTensor,
        ["arange"] = Creation.Range,
        ["arange.start"] = Creation.RangeFrom,
        ["arange.start_step"] = Creation.RangeByStep,
        ["linspace"] = Creation.Linspace,
    };

    /// <summary>The keys of the operators that have a handler.</summary>
    public static IEnumerable<string> Keys => Table.Keys;

    public static OperatorHandler? Find(string key) => Table.GetValueOrDefault(key);

    private static OperatorHandler InPlace(OperatorHandler handler) => arguments => Aten.CopyInto(arguments.Self, handler(arguments));
}
