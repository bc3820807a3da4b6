namespace Mce;

/// <summary>A loaded container, for hosts to show. Immutable.</summary>
/// <param name="Name">The container's name.</param>
/// <param name="Framework">The framework's name.</param>
/// <param name="FrameworkVersion">The version that serves it.</param>
/// <param name="ModelPath">The absolute path of the model.</param>
/// <param name="Signature">Its inputs and outputs.</param>
/// <param name="Metadata">What the file says about itself.</param>
/// <param name="Footprint">The memory the model takes.</param>
/// <param name="Instances">How many instances there are.</param>
public sealed record ContainerDescription(
    string Name,
    string Framework,
    string FrameworkVersion,
    string ModelPath,
    ModelSignature Signature,
    ModelMetadata Metadata,
    ModelFootprint Footprint,
    int Instances)
{
    internal static ContainerDescription Of(Container container, MceOptions options) => new(
        container.Name,
        container.Plugin.Framework,
        container.Plugin.FrameworkVersion,
        ModelPaths.Resolve(container.Config.ModelPath, options),
        container.Signature,
        container.Model.Metadata,
        container.Model.Footprint,
        container.Replicas.Replicas.Count);
}
