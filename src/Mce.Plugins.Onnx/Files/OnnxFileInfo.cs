namespace Mce.Plugins.Onnx.Files;

/// <summary>What an ONNX file says that a session doesn't tell. Immutable.</summary>
internal sealed class OnnxFileInfo
{
    /// <summary>The version of the file format.</summary>
    public required long IrVersion { get; init; }

    /// <summary>The version of the program that made the file, or empty.</summary>
    public required string ProducerVersion { get; init; }

    /// <summary>The operator sets used, for example <c>ai.onnx 17</c>.</summary>
    public required IReadOnlyList<string> OperatorSets { get; init; }

    /// <summary>Files beside the model that hold weights, as the model names them.</summary>
    public required IReadOnlyCollection<string> ExternalFiles { get; init; }
}
