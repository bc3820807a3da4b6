using Mce.Conformance;

namespace Mce.Plugins.Torch.Tests;

/// <summary>The plugin, as the conformance suites need to know it.</summary>
public sealed class TorchFixture : ConformanceFixture
{
    // mlp: the cases hold the batches 1, 2, 7 and 32 in this order.
    private static readonly int[] Batches = [1, 2, 7, 32];

    private static readonly ModelSignature Mlp = new(
        [new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic("s77", 1, 4096), 8])],
        [new TensorSpec("output", TensorElementType.Float32, [TensorDimension.Dynamic("s77", 1, 4096), 4])]);

    public override ConformanceModel Model => new(TestModels.Path("mlp.pt2"), batch => TestModels.ReadCase("mlp", Array.IndexOf(Batches, batch), Mlp))
    {
        BatchSizes = [2, 1, 7, 32],
    };

    // Averaging what is one everywhere changes nothing.
    public override ConformanceModel SlowModel => new(TestModels.Path("slow.pt2"), _ => new ConformanceCase()
        .Give("x", [1f], 1, 1)
        .Expect("output", [1f, 1, 1, 1], 1, 4))
    {
        BatchSizes = [1],
        Tolerance = 1e-3,
    };

    public override IReadOnlyList<string> KnownSettings => ["OutputNames"];

    public override IEnumerable<WrongFile> WrongFiles =>
    [
        new(TestModels.Path("torchscript.pt"), MceErrorCodes.ModelInvalid, "TorchScript"),
        new(TestModels.Path("old26.pt2"), MceErrorCodes.ModelInvalid, "PyTorch up to 2.7"),
        new(TestModels.Path("matmul.onnx"), MceErrorCodes.ModelInvalid, "framework 'onnx'"),
        new(TestModels.Path("unsupported_op.pt2"), MceErrorCodes.ModelUnsupported, "torch.ops.mce_test.negate.default"),
        new(TestModels.Path("complex.pt2"), MceErrorCodes.ModelUnsupported, "complex64"),
        new(TestModels.Path("counts.pt2"), MceErrorCodes.ModelUnsupported, "eval()"),
    ];

    public override IBackend CreateBackend() => new TorchBackend();
}
