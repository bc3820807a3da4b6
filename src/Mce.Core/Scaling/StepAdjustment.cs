namespace Mce;

/// <summary>One step of a <see cref="StepPolicy"/>. Immutable.</summary>
/// <param name="MetricIntervalLowerBound">Where it begins, from the threshold; null = below everything. Included above the threshold, excluded below it.</param>
/// <param name="MetricIntervalUpperBound">Where it ends, from the threshold; null = above everything. Excluded above the threshold, included below it.</param>
/// <param name="ScalingAdjustment">Replicas, percent or a capacity: see <see cref="StepAdjustmentType"/>. Negative takes away.</param>
public sealed record StepAdjustment(double? MetricIntervalLowerBound, double? MetricIntervalUpperBound, int ScalingAdjustment);
