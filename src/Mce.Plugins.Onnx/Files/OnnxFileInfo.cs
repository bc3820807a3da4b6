using Mce.Plugins.Onnx.Loading;

namespace Mce.Plugins.Onnx.Files;

/// <summary>What an ONNX file says without its weights. Filled by <see cref="OnnxFile"/>, then left alone.</summary>
internal sealed class OnnxFileInfo
{
    /// <summary>The version of the file format.</summary>
    public long IrVersion { get; set; }

    /// <summary>The program that made the file, or empty.</summary>
    public string Producer { get; set; } = "";

    /// <summary>Its version, or empty.</summary>
    public string ProducerVersion { get; set; } = "";

    /// <summary>Free text, or empty.</summary>
    public string Description { get; set; } = "";

    /// <summary>Whose model it is, or empty.</summary>
    public string Domain { get; set; } = "";

    /// <summary>The graph's name, or empty.</summary>
    public string GraphName { get; set; } = "";

    /// <summary>The model's own version; 0 = none.</summary>
    public long ModelVersion { get; set; }

    /// <summary>Text that the model's maker put into the file.</summary>
    public Dictionary<string, string> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>The operator sets used, by domain.</summary>
    public List<(string Domain, long Version)> OperatorSets { get; } = [];

    /// <summary>How often each operator occurs, in sub-graphs and in the model's functions too.</summary>
    public OperatorCounts Operators { get; } = new();

    /// <summary>The functions that the model defines for itself.</summary>
    public HashSet<OperatorName> Functions { get; } = [];

    /// <summary>The tensors whose elements lie in other files.</summary>
    public IReadOnlyCollection<ExternalTensor> ExternalTensors { get; set; } = [];

    /// <summary>The graph's inputs, those with a default too.</summary>
    public List<(string Name, OnnxValueType Type)> Inputs { get; } = [];

    /// <summary>The graph's outputs.</summary>
    public List<(string Name, OnnxValueType Type)> Outputs { get; } = [];

    /// <summary>The names of the graph's weights.</summary>
    public HashSet<string> Initializers { get; } = new(StringComparer.Ordinal);

    /// <summary>The operator sets as text, for example <c>ai.onnx 17, com.microsoft 1</c>.</summary>
    public string OperatorSetText => string.Join(", ", OperatorSets.Select(set => $"{set.Domain} {set.Version}"));
}
