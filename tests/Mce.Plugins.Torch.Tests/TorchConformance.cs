using Mce.Conformance;

namespace Mce.Plugins.Torch.Tests;

public sealed class TorchBackendConformance(TorchFixture fixture) : BackendConformance<TorchFixture>(fixture);

public sealed class TorchAnswerConformance(TorchFixture fixture) : AnswerConformance<TorchFixture>(fixture);

public sealed class TorchOutputConformance(TorchFixture fixture) : OutputConformance<TorchFixture>(fixture);

public sealed class TorchLifetimeConformance(TorchFixture fixture) : LifetimeConformance<TorchFixture>(fixture);

public sealed class TorchFileConformance(TorchFixture fixture) : FileConformance<TorchFixture>(fixture);

public sealed class TorchConcurrencyConformance(TorchFixture fixture) : ConcurrencyConformance<TorchFixture>(fixture);

public sealed class TorchCancellationConformance(TorchFixture fixture) : CancellationConformance<TorchFixture>(fixture);
