namespace Mce.Conformance.Tests;

internal sealed class FaultyBackendSuite(FaultyFixture fixture) : BackendConformance<FaultyFixture>(fixture);

internal sealed class FaultyAnswerSuite(FaultyFixture fixture) : AnswerConformance<FaultyFixture>(fixture);

internal sealed class FaultyOutputSuite(FaultyFixture fixture) : OutputConformance<FaultyFixture>(fixture);

internal sealed class FaultyLifetimeSuite(FaultyFixture fixture) : LifetimeConformance<FaultyFixture>(fixture);

internal sealed class FaultyFileSuite(FaultyFixture fixture) : FileConformance<FaultyFixture>(fixture);

internal sealed class FaultyConcurrencySuite(FaultyFixture fixture) : ConcurrencyConformance<FaultyFixture>(fixture);

internal sealed class FaultyCancellationSuite(FaultyFixture fixture) : CancellationConformance<FaultyFixture>(fixture);
