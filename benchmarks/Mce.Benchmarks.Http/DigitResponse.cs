namespace Mce.Benchmarks.Http;

/// <summary>Ten scores for each image.</summary>
internal sealed record DigitResponse(float[][] Predictions);
