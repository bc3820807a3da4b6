namespace Mce.AspNetCore;

/// <summary>What a codec writes: an answer, and how it was asked for. Good for the length of one call.</summary>
/// <param name="Response">The outputs; <see cref="InferenceResponse.Specs"/> names them. Stays the endpoint's.</param>
/// <param name="Accept">The media type asked for, with its parameters; empty when the request left it open.</param>
/// <param name="Form">How the request was laid out.</param>
public readonly record struct InferenceOutputs(InferenceResponse Response, MediaType Accept, BodyForm Form);
