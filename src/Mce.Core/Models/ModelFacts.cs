namespace Mce;

/// <summary>What stays known of a container's model while the model itself isn't in memory. Immutable.</summary>
internal sealed record ModelFacts(ModelKey Key, ModelSignature Signature, ModelMetadata Metadata, ModelFootprint Footprint)
{
    public required string Framework { get; init; }

    public required string FrameworkVersion { get; init; }

    public static ModelFacts Of(LoadedModel loaded) => new(loaded.Key, loaded.Model.Signature, loaded.Model.Metadata, loaded.Model.Footprint)
    {
        Framework = loaded.Plugin.Framework,
        FrameworkVersion = loaded.Plugin.FrameworkVersion,
    };
}
