namespace Mce.Fixtures;

[ExportBackend("oldabi", "1.0.0", abiMajor: 0, abiMinor: 0)]
public sealed class OldAbiBackend : FixtureBackend;
