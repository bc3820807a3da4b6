namespace Mce.Fixtures;

[ExportBackend("throwing", "1.0.0")]
public sealed class ThrowingBackend : FixtureBackend
{
    public ThrowingBackend() => throw new InvalidOperationException("The licence has run out.");
}
