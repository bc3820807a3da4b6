using System.Xml.Linq;

namespace Mce.Architecture.Tests;

/// <summary><c>Mce.Plugins.* → Mce.Abstractions ← Mce.Core ← {Mce.AspNetCore, Mce.Testing}</c>, and no other arrow.</summary>
public sealed class DependencyTests
{
    private const string Contract = "Mce.Abstractions";
    private const string Mef = "System.ComponentModel.Composition";

    private static readonly ProjectFile[] Plugins = [.. Repository.Projects("src", "samples").Where(p => p.IsPlugin || p.Name.StartsWith("Mce.Plugins.", StringComparison.Ordinal))];

    public static TheoryData<string> PluginNames => [.. Plugins.Select(p => p.Name)];

    [Fact]
    public void Abstractions_References_OnlyMefAndTheRuntime()
    {
        ProjectFile contract = Repository.Projects("src/Mce.Abstractions").Single();

        Assert.Empty(contract.ProjectReferences);
        Assert.Equal([Mef], contract.PackageReferences);
        Assert.All(typeof(InferenceTensor).Assembly.GetReferencedAssemblies(), a => Assert.True(
            a.Name == Mef || (a.Name!.StartsWith("System.", StringComparison.Ordinal) && IsOfTheRuntime(a.Name)),
            $"{a.Name} would become part of the ABI."));
    }

    [Fact]
    public void Core_References_OnlyTheContract()
    {
        ProjectFile core = Repository.Projects("src/Mce.Core").Single();

        Assert.Equal([Contract], core.ProjectReferences);
    }

    [Fact]
    public void Testing_References_OnlyTheServerAndTheClock()
    {
        ProjectFile testing = Repository.Projects("src/Mce.Testing").Single();

        // No test framework: users bring their own.
        Assert.Equal(["Mce.Core"], testing.ProjectReferences);
        Assert.Equal(["Microsoft.Extensions.TimeProvider.Testing"], testing.PackageReferences);
        Assert.All(Repository.Projects("src", "samples"), p => Assert.DoesNotContain(testing.Name, p.ProjectReferences));
    }

    [Fact]
    public void AspNetCore_References_OnlyTheServerAndTheSharedFramework()
    {
        ProjectFile face = Repository.Projects("src/Mce.AspNetCore").Single();

        Assert.Equal(["Mce.Core"], face.ProjectReferences);
        Assert.Empty(face.PackageReferences.Except(["Microsoft.CodeAnalysis.PublicApiAnalyzers"]));
    }

    [Theory]
    [MemberData(nameof(PluginNames))]
    public void Plugin_References_OnlyTheContractWithoutCopyingIt(string name)
    {
        ProjectFile plugin = Plugins.Single(p => p.Name == name);

        Assert.Equal([Contract], plugin.ProjectReferences);
        XElement contract = plugin.Items("ProjectReference").Single();
        Assert.Equal("false", ProjectFile.Metadata(contract, "Private"));
        Assert.Equal("runtime", ProjectFile.Metadata(contract, "ExcludeAssets"));
        // A plugin with MEF of its own has no parts that the host can see, and nothing says so.
        XElement mef = plugin.Items("PackageReference").Single(e => ProjectFile.Include(e) == Mef);
        Assert.Equal("runtime", ProjectFile.Metadata(mef, "ExcludeAssets"));
    }

    [Fact]
    public void OtherProjects_References_NoPlugin()
    {
        string[] names = [.. Plugins.Select(p => p.Name)];

        Assert.All(Repository.Projects("src"), p => Assert.Empty(p.ProjectReferences.Intersect(names)));
    }

    [Fact]
    public void AssemblyVersion_OfTheContract_FixedByTheMajor() =>
        Assert.Equal(new Version(MceAbi.Major, 0, 0, 0), typeof(InferenceTensor).Assembly.GetName().Version);

    private static bool IsOfTheRuntime(string name) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Any(path => Path.GetFileNameWithoutExtension(path) == name && path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal));
}
