using Mce.Plugins.MLNet;
using Mce.Plugins.Onnx;
using Mce.Plugins.Torch;

namespace Mce.Benchmarks;

public class DirectNull : DirectPair
{
    // The backend doesn't read it, but the server insists that a model's file exists.
    protected override string ModelFile => "models/digits.onnx";

    protected override IBackend CreateBackend() => new NullBackend();

    protected override InferenceTensor CreateInput() => Digit.Create();
}

public class DirectOnnx : DirectPair
{
    protected override string ModelFile => "models/digits.onnx";

    protected override IBackend CreateBackend() => new OnnxBackend();

    protected override InferenceTensor CreateInput() => Digit.Create();
}

public class DirectTorch : DirectPair
{
    protected override string ModelFile => "models/digits-head.pt2";

    protected override IBackend CreateBackend() => new TorchBackend();

    protected override InferenceTensor CreateInput() => InferenceTensor.Create<float>(1, 32);
}

public class DirectMLNet : DirectPair
{
    protected override string ModelFile => "models/digits-scale.zip";

    protected override IBackend CreateBackend() => new MLNetBackend();

    protected override InferenceTensor CreateInput() => Digit.Create();
}
