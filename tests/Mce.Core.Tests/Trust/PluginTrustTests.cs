using System.Runtime.Loader;
using Mce.Core.Tests.Plugins;

namespace Mce.Core.Tests.Trust;

public sealed class PluginTrustTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Acquire_PluginThatIsNotListed_IsRefusedAndNothingOfItLoaded()
    {
        await using PluginHost host = Host([new TrustedPlugin("other")], _folder.Copy("EchoV1", "unlisted"));

        MceException error = Assert.Throws<MceException>(() => host.Acquire("echo"));

        Assert.Equal((MceErrorCodes.NotTrusted, "unlisted"), (error.Code, error.Fields["plugin"]));
        Assert.Contains("The list has: other.", error.Message, StringComparison.Ordinal);
        PluginReportEntry entry = Assert.Single(host.CreateReport().Plugins);
        Assert.Equal((PluginState.Refused, "echo", MceErrorCodes.NotTrusted, null), (entry.State, entry.Framework, entry.ErrorCode, entry.LoadContext));
        Assert.DoesNotContain(AssemblyLoadContext.All, c => c.Name == "mce:unlisted");
    }

    [Fact]
    public async Task Acquire_EmptyList_RefusesEveryPluginAndNoBackendOfTheApplication()
    {
        PluginHostOptions options = Options([], "EchoV1");
        options.StaticBackends.Add(new StaticBackend("fake", "1.0", () => new RecordingBackend()));
        await using PluginHost host = Fixture.Host(options);

        Assert.Equal(MceErrorCodes.NotTrusted, Assert.Throws<MceException>(() => host.Acquire("echo")).Code);
        host.Acquire("fake").Dispose();
    }

    [Fact]
    public async Task Acquire_NewerPluginIsNotListed_TakesTheOneThatIs()
    {
        await using PluginHost host = Host([new TrustedPlugin("EchoV1")], "EchoV1", "EchoV2");

        using PluginHandle handle = host.Acquire("echo");

        Assert.Equal("1.0.0", handle.FrameworkVersion);
    }

    [Fact]
    public async Task Acquire_AnotherFrameworkIsMissing_NamesTheRefusedPlugin()
    {
        await using PluginHost host = Host([], "EchoV1");

        MceException error = Assert.Throws<MceException>(() => host.Acquire("onnx"));

        Assert.Equal(MceErrorCodes.FrameworkNotFound, error.Code);
        Assert.Contains("Plugin 'EchoV1'", error.Message, StringComparison.Ordinal);
        Assert.Contains("isn't on the list of trusted plugins", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("append")]
    [InlineData("add")]
    [InlineData("rename")]
    public async Task Acquire_FolderThatIsNotAsListed_IsRefused(string change)
    {
        string folder = _folder.Copy("EchoV1", "echo"), extra = Path.Combine(folder, "native", "extra.bin");
        Directory.CreateDirectory(Path.GetDirectoryName(extra)!);
        File.WriteAllText(extra, "x");
        string digest = await DigestOf(folder);
        await using (PluginHost same = Host([new TrustedPlugin("echo", new string('0', 64)), new TrustedPlugin("echo", digest.ToUpperInvariant())], folder)) same.Acquire("echo").Dispose();

        if (change == "append") File.AppendAllText(extra, "y");
        if (change == "add") File.WriteAllText(Path.Combine(folder, ".hidden"), "");
        if (change == "rename") File.Move(extra, extra + "2");
        await using PluginHost host = Host([new TrustedPlugin("echo", digest)], folder);
        MceException error = Assert.Throws<MceException>(() => host.Acquire("echo"));

        string now = await DigestOf(folder);
        Assert.Equal((MceErrorCodes.NotTrusted, digest, now), (error.Code, error.Fields["expected"], error.Fields["actual"]));
        Assert.Contains($"echo@sha256:{now}", error.Message, StringComparison.Ordinal);
        Assert.NotEqual(digest, now);
        Assert.Equal(PluginState.Refused, Assert.Single(host.CreateReport().Plugins).State);
        Assert.Equal(MceErrorCodes.NotTrusted, Assert.Throws<MceException>(() => host.Acquire("echo")).Code);
    }

    [SkippableFact]
    public async Task CreateReport_DigestOfAFolder_IsWhatAShellComputes()
    {
        string folder = _folder.Copy("EchoV1", "echo");
        Directory.CreateDirectory(Path.Combine(folder, "a"));
        File.WriteAllText(Path.Combine(folder, "a", "z"), "1");
        File.WriteAllText(Path.Combine(folder, "a.b"), "2"); // '.' sorts before '/'
        File.WriteAllText(Path.Combine(folder, "Über"), "3");
        string shells = ModelFolder.Shell(folder, "find -L . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum -- | sha256sum");

        Assert.Equal(shells[..64], await DigestOf(folder));
    }

    [SkippableFact]
    public async Task CreateReport_FolderWithALinkInACircle_HasNoDigest()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege here.");
        string folder = _folder.Copy("EchoV1", "echo");
        Directory.CreateSymbolicLink(Path.Combine(folder, "loop"), folder);

        await using PluginHost any = Host(null, folder);
        Assert.Null(Assert.Single(any.CreateReport().Plugins).Digest);
        await using PluginHost host = Host([new TrustedPlugin("echo", new string('0', 64))], folder);
        Assert.Equal(MceErrorCodes.NotTrusted, Assert.Throws<MceException>(() => host.Acquire("echo")).Code);
    }

    [Theory]
    [InlineData("onnx", "onnx", null)]
    [InlineData(" onnx @sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", "onnx", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void TryParse_Entry_IsRead(string text, string name, string? digest)
    {
        Assert.True(TrustedPlugin.TryParse(text, out TrustedPlugin? plugin));
        Assert.Equal((name, digest), (plugin.Name, plugin.Digest));
        Assert.True(TrustedPlugin.TryParse(plugin.ToString(), out TrustedPlugin? again));
        Assert.Equal(plugin, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("onnx@1.31")]
    [InlineData("onnx@sha256:ba78")]
    [InlineData("onnx@sha256:")]
    public void TryParse_NoEntry_IsRefused(string? text) => Assert.False(TrustedPlugin.TryParse(text, out _));

    private static async Task<string> DigestOf(string folder)
    {
        await using PluginHost host = Host(null, folder);
        return Assert.Single(host.CreateReport().Plugins).Digest!;
    }

    private static PluginHost Host(IReadOnlyList<TrustedPlugin>? trusted, params string[] folders) => Fixture.Host(Options(trusted, folders));

    private static PluginHostOptions Options(IReadOnlyList<TrustedPlugin>? trusted, params string[] folders)
    {
        PluginHostOptions options = Fixture.Options(folders);
        options.Trust = new TrustPolicy(new MceOptions { Trust = new TrustOptions { Plugins = trusted } });
        return options;
    }

    public void Dispose() => _folder.Dispose();
}
