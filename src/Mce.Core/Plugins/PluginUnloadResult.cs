namespace Mce;

/// <summary>The truthful answer to a request to unload a plugin.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why, what stays behind, and what to do. Never empty.</param>
public sealed record PluginUnloadResult(PluginUnloadOutcome Outcome, string Reason);
