namespace Mce.Fixtures;

[ExportBackend("newabi", "1.0.0", abiMajor: 0, abiMinor: 99)]
public sealed class NewAbiBackend : FixtureBackend;
