using Mce.Conformance;

namespace Mce.Plugins.MLNet.Tests;

public sealed class MLNetBackendConformance(MLNetFixture fixture) : BackendConformance<MLNetFixture>(fixture);

public sealed class MLNetAnswerConformance(MLNetFixture fixture) : AnswerConformance<MLNetFixture>(fixture);

public sealed class MLNetOutputConformance(MLNetFixture fixture) : OutputConformance<MLNetFixture>(fixture);

public sealed class MLNetLifetimeConformance(MLNetFixture fixture) : LifetimeConformance<MLNetFixture>(fixture);

public sealed class MLNetFileConformance(MLNetFixture fixture) : FileConformance<MLNetFixture>(fixture);

public sealed class MLNetConcurrencyConformance(MLNetFixture fixture) : ConcurrencyConformance<MLNetFixture>(fixture);

public sealed class MLNetCancellationConformance(MLNetFixture fixture) : CancellationConformance<MLNetFixture>(fixture);
