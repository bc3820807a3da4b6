namespace Worker;

/// <summary>Why an item has no answer.</summary>
internal sealed record ItemError(string Code, string Message);
