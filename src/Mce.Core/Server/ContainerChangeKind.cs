namespace Mce;

/// <summary>What a live change did to a container.</summary>
public enum ContainerChangeKind
{
    /// <summary>It serves on with its model, its replicas, its queue and its counts.</summary>
    Kept,

    /// <summary>It is new.</summary>
    Added,

    /// <summary>Another one of its name took its place; weights that are the same are shared.</summary>
    Replaced,

    /// <summary>It is gone.</summary>
    Removed,
}
