namespace Mce.Conformance;

/// <summary>A file that a backend must refuse.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Code">The code expected: <see cref="MceErrorCodes.ModelInvalid"/> or <see cref="MceErrorCodes.ModelUnsupported"/>.</param>
/// <param name="Mentions">Text that the message must hold, for example the name of an unknown operator; null for none.</param>
public sealed record WrongFile(string Path, string Code, string? Mentions = null);
