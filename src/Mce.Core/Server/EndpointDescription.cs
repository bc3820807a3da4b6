namespace Mce;

/// <summary>A loaded endpoint, for hosts to show. Immutable.</summary>
/// <param name="Name">The endpoint's name.</param>
/// <param name="Mode">How its containers are called.</param>
/// <param name="Signature">What a request gives and gets on a serial endpoint; null on a direct one.</param>
/// <param name="Containers">In their order.</param>
public sealed record EndpointDescription(string Name, InvocationMode Mode, ModelSignature? Signature, IReadOnlyList<ContainerDescription> Containers);
