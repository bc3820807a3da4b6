namespace Mce.Architecture.Tests;

/// <summary>The public surface of every package is written down and grows by review only.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> PackedProjects => [.. Repository.Projects("src").Where(p => p.IsPacked).Select(p => Repository.Relative(p.Folder))];

    [Theory]
    [MemberData(nameof(PackedProjects))]
    public void PackedProject_PublicApi_IsWrittenDown(string folder)
    {
        foreach (string name in new[] { "PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt" })
        {
            string path = Path.Combine(Repository.Root, folder, name);
            Assert.True(File.Exists(path), $"{folder}/{name} is missing: run eng/update-public-api.sh.");
            Assert.Equal("#nullable enable", File.ReadLines(path).First());
        }
    }
}
