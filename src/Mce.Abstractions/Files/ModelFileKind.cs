namespace Mce;

/// <summary>What a model file seems to be, judged by its content alone.</summary>
public enum ModelFileKind
{
    /// <summary>Nothing that is recognized.</summary>
    Unknown = 0,

    /// <summary>No bytes at all.</summary>
    Empty,

    /// <summary>An ONNX model (protobuf).</summary>
    Onnx,

    /// <summary>An ONNX Runtime model (<c>.ort</c>, flatbuffer).</summary>
    Ort,

    /// <summary>An ML.NET model.</summary>
    MLNetZip,

    /// <summary>A <c>torch.export</c> archive of the current layout (PyTorch 2.8 and later).</summary>
    TorchExport,

    /// <summary>A <c>torch.export</c> archive of the layout that PyTorch up to 2.7 wrote.</summary>
    TorchExportOld,

    /// <summary>A TorchScript archive.</summary>
    TorchScript,

    /// <summary>A pickled <c>torch.save</c> archive: weights without a graph.</summary>
    TorchState,

    /// <summary>An AOTInductor package: native code.</summary>
    TorchAotInductor,

    /// <summary>A zip archive of another kind.</summary>
    Zip,

    /// <summary>A zip archive that ends early or whose directory is damaged.</summary>
    DamagedZip,

    /// <summary>A Python pickle.</summary>
    Pickle,

    /// <summary>A safetensors file: weights without a graph.</summary>
    SafeTensors,

    /// <summary>An HDF5 file, as Keras writes.</summary>
    Hdf5,

    /// <summary>A GGUF file, as llama.cpp reads.</summary>
    Gguf,

    /// <summary>A TensorFlow Lite model.</summary>
    TensorFlowLite,

    /// <summary>Text, for example a Git LFS pointer or an error page saved under a model's name.</summary>
    Text,
}
