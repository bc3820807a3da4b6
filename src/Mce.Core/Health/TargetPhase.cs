namespace Mce;

/// <summary>Where a container is in its life.</summary>
internal enum TargetPhase
{
    Loading,
    Serving,
    Draining,
}
