namespace Mce.Packaging.Tests;

/// <summary>Tests that look at one packaged host. They run one after the other: some of them build it again.</summary>
[CollectionDefinition(Name)]
public sealed class PackagedHostGroup : ICollectionFixture<PackagedHost>
{
    public const string Name = "packaged host";
}
