using Mce.Conformance;

namespace Mce.CustomPlugin.Tests;

public sealed class LinearBackendConformance(LinearFixture fixture) : BackendConformance<LinearFixture>(fixture);

public sealed class LinearAnswerConformance(LinearFixture fixture) : AnswerConformance<LinearFixture>(fixture);

public sealed class LinearOutputConformance(LinearFixture fixture) : OutputConformance<LinearFixture>(fixture);

public sealed class LinearLifetimeConformance(LinearFixture fixture) : LifetimeConformance<LinearFixture>(fixture);

public sealed class LinearFileConformance(LinearFixture fixture) : FileConformance<LinearFixture>(fixture);

public sealed class LinearConcurrencyConformance(LinearFixture fixture) : ConcurrencyConformance<LinearFixture>(fixture);

public sealed class LinearCancellationConformance(LinearFixture fixture) : CancellationConformance<LinearFixture>(fixture);
