using System.IO.Compression;
using System.Xml.Linq;

namespace Mce.Packaging.Tests;

[Collection(PackagedHostGroup.Name)]
public sealed class PackageTests(PackagedHost host)
{
    public static TheoryData<string> Ids => [.. PackageFeed.Ids];

    public static TheoryData<string> PluginIds => [.. PackageFeed.Ids.Where(id => id.Contains(".Plugins.", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Pack_EveryPackage_SaysWhatItIs(string id)
    {
        using ZipArchive package = Open(id);
        XElement metadata = Metadata(package);

        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.NotEmpty(Value(metadata, "description"));
        Assert.NotEmpty(Value(metadata, "authors"));
        Assert.NotNull(package.GetEntry(Value(metadata, "readme")));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.dll"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{id}.xml"));
    }

    [Theory]
    [MemberData(nameof(PluginIds))]
    public void Pack_Plugin_LeavesContractAndMefToTheHost(string id)
    {
        using ZipArchive package = Open(id);
        IReadOnlyDictionary<string, string> excluded = Dependencies(package);

        Assert.Contains("Runtime", excluded["Mce.Abstractions"].Split(','));
        Assert.Contains("Runtime", excluded["System.ComponentModel.Composition"].Split(','));
        Assert.DoesNotContain("Mce.Core", excluded.Keys);
    }

    [Fact]
    public void Pack_Core_ShipsTheTargetsForDirectAndTransitiveUse()
    {
        using ZipArchive package = Open("Mce.Core");

        Assert.NotNull(package.GetEntry("build/Mce.Core.targets"));
        Assert.NotNull(package.GetEntry("build/Mce.PluginShim.proj"));
        Assert.NotNull(package.GetEntry("buildTransitive/Mce.Core.targets"));
    }

    [Fact]
    public void Pack_Torch_NamesLibTorchPerSystemOnly()
    {
        using ZipArchive package = Open("Mce.Plugins.Torch");
        using var runtimes = new StreamReader(package.GetEntry("runtime.json")!.Open());
        string json = runtimes.ReadToEnd();

        Assert.DoesNotContain(Dependencies(package).Keys, id => id.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("libtorch-cpu-linux-x64", json, StringComparison.Ordinal);
        Assert.Contains("libtorch-cpu-win-x64", json, StringComparison.Ordinal);
        Assert.Contains("libtorch-cpu-osx-arm64", json, StringComparison.Ordinal);
    }

    private ZipArchive Open(string id) => ZipFile.OpenRead(host.Feed.PackagePath(id));

    private static XElement Metadata(ZipArchive package)
    {
        using Stream nuspec = package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }

    private static string Value(XElement metadata, string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;

    private static Dictionary<string, string> Dependencies(ZipArchive package) =>
        Metadata(package).Descendants().Where(e => e.Name.LocalName == "dependency")
            .ToDictionary(e => (string)e.Attribute("id")!, e => (string?)e.Attribute("exclude") ?? "");
}
