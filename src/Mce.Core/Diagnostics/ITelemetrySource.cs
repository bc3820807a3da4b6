namespace Mce;

/// <summary>Something that counts its load by itself: a container's replicas.</summary>
internal interface ITelemetrySource
{
    ReplicaSample Sample();

    /// <summary>What each slot does now, those of replicas that are being closed included.</summary>
    IReadOnlyList<SlotState> Slots();
}
