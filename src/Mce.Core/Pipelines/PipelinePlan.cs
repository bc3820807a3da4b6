using System.Collections.Immutable;

namespace Mce;

/// <summary>How tensors flow through a serial endpoint. Made and checked once, at start-up.</summary>
/// <param name="Signature">The request's inputs and the last container's outputs.</param>
/// <param name="Inputs">For each step, the source of each of its input slots.</param>
internal sealed record PipelinePlan(ModelSignature Signature, ImmutableArray<ImmutableArray<StepInput>> Inputs);
