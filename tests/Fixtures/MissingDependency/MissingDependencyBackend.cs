using Newtonsoft.Json;

namespace Mce.Fixtures;

[ExportBackend("missingdependency", "1.0.0")]
public sealed class MissingDependencyBackend : FixtureBackend
{
    protected override string Describe() => JsonConvert.SerializeObject(1);
}
