namespace Mce.Fixtures;

/// <summary>The author forgot to implement IBackend.</summary>
[ExportBackend("notabackend", "1.0.0")]
public sealed class NotABackend;
