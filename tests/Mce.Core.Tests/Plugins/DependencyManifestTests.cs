using System.Text.Json;

namespace Mce.Core.Tests.Plugins;

/// <summary>What the runtime would end the process for is refused before it gets there.</summary>
public sealed class DependencyManifestTests
{
    private const string Target = "\"runtimeTarget\": { \"name\": \"t\" }";

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("{ " + Target + ", \"targets\": {}, \"libraries\": {} }")]
    [InlineData("{ " + Target + ", \"targets\": [], \"libraries\": {} }")]
    [InlineData("{ " + Target + ", \"targets\": { \"t\": 7 }, \"libraries\": {} }")]
    [InlineData("{ " + Target + ", \"targets\": { \"t\": { \"a/1\": [] } }, \"libraries\": {} }")]
    [InlineData("{ " + Target + ", \"targets\": { \"t\": { \"a/1\": { \"runtime\": 1 } } }, \"libraries\": {} }")]
    [InlineData("{ " + Target + ", \"targets\": { \"t\": { \"a/1\": { \"native\": { \"x.so\": \"\" } } } }, \"libraries\": {} }")]
    [InlineData("{ " + Target + ", \"targets\": { \"t\": { \"a/1\": { \"runtime\": { \"a.dll\": { \"fileVersion\": 1 } } } } }, \"libraries\": {} }")]
    [InlineData("{ " + Target + ", \"targets\": { \"t\": { \"a/1\": { \"runtimeTargets\": { \"x.so\": { \"rid\": \"linux-x64\" } } } } }, \"libraries\": {} }")]
    [InlineData("{ " + Target + ", \"targets\": { \"t\": {} } }")]
    [InlineData("{ " + Target + ", \"targets\": { \"t\": {} }, \"libraries\": 7 }")]
    [InlineData("{ " + Target + ", \"targets\": { \"t\": {} }, \"libraries\": { \"a/1\": {} } }")]
    [InlineData("{ " + Target + ", \"targets\": { \"t\": {} }, \"libraries\": { \"a/1\": { \"type\": \"project\", \"sha512\": \"\", \"serviceable\": \"no\" } } }")]
    [InlineData("{ " + Target + ", \"targets\": { \"t\": {} }, \"libraries\": {}, \"runtimes\": { \"linux\": [ 1 ] } }")]
    [InlineData("{ \"runtimeTarget\": 1, \"targets\": { \"t\": {} }, \"libraries\": {} }")]
    public void Read_AnotherShape_IsRefused(string json)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "a.deps.json");
        File.WriteAllText(path, json);
        Assert.ThrowsAny<JsonException>(() => DependencyManifest.Read(path));
    }

    [Fact]
    public void Read_WhatTheSdkWrites_GivesItsAssemblies() =>
        Assert.Equal(["EchoV1", "Newtonsoft.Json"], DependencyManifest.Read(Path.Combine(Fixture.Folder("EchoV1"), "EchoV1.deps.json")).Select(a => a.Name).Order());

    [Fact]
    public async Task Discover_ManifestOfAnotherShape_IsThePluginsFault()
    {
        using var folder = new TemporaryFolder();
        string plugin = folder.Copy("EchoV1", "echo");
        File.WriteAllText(Path.Combine(plugin, "EchoV1.deps.json"), "{ " + Target + ", \"targets\": { \"t\": {} }, \"libraries\": 7 }");
        await using PluginHost host = Fixture.Host(plugin);
        Assert.Contains("'libraries' in its .deps.json", Assert.Throws<MceException>(() => host.Acquire("echo")).Message, StringComparison.Ordinal);
    }
}
