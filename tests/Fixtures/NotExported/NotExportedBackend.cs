namespace Mce.Fixtures;

/// <summary>The author forgot [ExportBackend].</summary>
public sealed class NotExportedBackend : FixtureBackend;
