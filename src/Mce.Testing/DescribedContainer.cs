using System.Globalization;

namespace Mce.Testing;

/// <summary>One container of a server. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Framework">The framework's name and version, for example <c>onnx 1.31.1</c>.</param>
/// <param name="Model">The name of the model's file or folder, without the path.</param>
/// <param name="Signature">What it takes and gives.</param>
/// <param name="Replicas">How many replicas there are now.</param>
public sealed record DescribedContainer(string Name, string Framework, string Model, string Signature, int Replicas)
{
    internal static DescribedContainer Of(ContainerDescription container) => new(
        container.Name,
        $"{container.Framework} {container.FrameworkVersion}",
        Path.GetFileName(Path.TrimEndingDirectorySeparator(container.ModelPath)),
        container.Signature.ToString(),
        container.Instances);

    internal IEnumerable<string> Lines() =>
    [
        string.Create(CultureInfo.InvariantCulture, $"{Name}: {Framework}, {Model}, {Replicas} replica{(Replicas == 1 ? "" : "s")}"),
        "  " + Signature,
    ];
}
