namespace Mce;

/// <summary>One step of the server's start. Handlers are called one at a time, from any thread.</summary>
/// <param name="Endpoint">The endpoint's name.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Stage">What happens, or happened.</param>
/// <param name="Completed">How many containers are ready or failed.</param>
/// <param name="Total">How many containers there are.</param>
/// <param name="Elapsed">The time since the start began.</param>
public readonly record struct ModelLoadProgress(string Endpoint, string Container, ModelLoadStage Stage, int Completed, int Total, TimeSpan Elapsed);
