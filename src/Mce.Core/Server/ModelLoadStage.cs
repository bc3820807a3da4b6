namespace Mce;

/// <summary>How far a container has come while the server starts.</summary>
public enum ModelLoadStage
{
    /// <summary>The model is being opened.</summary>
    Loading,

    /// <summary>The instances run once on zeros.</summary>
    WarmingUp,

    /// <summary>The container can answer.</summary>
    Ready,

    /// <summary>The container can't be loaded; the start will fail.</summary>
    Failed,
}
