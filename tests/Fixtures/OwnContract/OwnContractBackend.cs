namespace Mce.Fixtures;

[ExportBackend("owncontract", "1.0.0")]
public sealed class OwnContractBackend : FixtureBackend;
