namespace Mce.AspNetCore;

/// <summary>Where an invocation goes.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="Container">The target container; null = none named.</param>
/// <param name="InferenceId">The client's own name for it; null = none.</param>
internal readonly record struct InvocationAddress(string Endpoint, string? Container, string? InferenceId);
