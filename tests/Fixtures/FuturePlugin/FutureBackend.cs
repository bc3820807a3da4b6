namespace Mce.Fixtures;

[ExportBackend("future", "1.0.0", MceAbi.Major, MceAbi.Minor)]
public sealed class FutureBackend : FixtureBackend;
