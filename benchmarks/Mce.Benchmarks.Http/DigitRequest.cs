namespace Mce.Benchmarks.Http;

/// <summary>Images, 64 pixels each.</summary>
internal sealed record DigitRequest(float[][] Instances);
