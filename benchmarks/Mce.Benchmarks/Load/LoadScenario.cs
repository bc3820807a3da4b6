namespace Mce.Benchmarks;

/// <summary>What a server in this process serves under load.</summary>
internal enum LoadScenario
{
    /// <summary>A backend that does nothing: the server alone.</summary>
    Null,

    /// <summary>A small convolutional network in ONNX Runtime: 15 µs a row.</summary>
    Onnx,

    /// <summary>The same task in libtorch.</summary>
    Torch,

    /// <summary>A pipeline of ML.NET, ONNX Runtime and libtorch.</summary>
    Serial,
}
