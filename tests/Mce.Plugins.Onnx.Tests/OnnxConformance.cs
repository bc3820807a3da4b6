using Mce.Conformance;

namespace Mce.Plugins.Onnx.Tests;

public sealed class OnnxBackendConformance(OnnxConformanceFixture fixture) : BackendConformance<OnnxConformanceFixture>(fixture);

public sealed class OnnxAnswerConformance(OnnxConformanceFixture fixture) : AnswerConformance<OnnxConformanceFixture>(fixture);

public sealed class OnnxOutputConformance(OnnxConformanceFixture fixture) : OutputConformance<OnnxConformanceFixture>(fixture);

public sealed class OnnxLifetimeConformance(OnnxConformanceFixture fixture) : LifetimeConformance<OnnxConformanceFixture>(fixture);

public sealed class OnnxFileConformance(OnnxConformanceFixture fixture) : FileConformance<OnnxConformanceFixture>(fixture);

public sealed class OnnxConcurrencyConformance(OnnxConformanceFixture fixture) : ConcurrencyConformance<OnnxConformanceFixture>(fixture);

public sealed class OnnxCancellationConformance(OnnxConformanceFixture fixture) : CancellationConformance<OnnxConformanceFixture>(fixture);
