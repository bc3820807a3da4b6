namespace Mce.Fixtures;

[ExportBackend("ownmef", "1.0.0")]
public sealed class OwnMefBackend : FixtureBackend;
