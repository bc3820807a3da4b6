namespace Mce.Fixtures;

/// <summary>The author forgot to make it public.</summary>
[ExportBackend("hidden", "1.0.0")]
internal sealed class HiddenBackend : FixtureBackend;
