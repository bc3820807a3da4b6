using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Mce.Core.Tests.Plugins;

/// <summary>Plugins that come, go and change while a server runs.</summary>
public sealed class PluginUpgradeTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ListLoggerFactory _log = new();
    private readonly PluginHostOptions _options = new();
    private PluginHost? _host;

    private PluginHost Host => _host ??= Fixture.Host(_options, _log);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void Rediscover_NewerVersionAppears_NewUsersGetItAndTheOldGoOn()
    {
        Add("EchoV1", "echo-1");
        using PluginHandle old = Host.Acquire("echo");
        using var serving = new Running(old.Backend);
        Assert.Equal(1, serving.Ask());

        Add("EchoV2", "echo-2");
        Assert.Equal("1.0.0", Acquired("echo"));
        PluginChanges changes = Host.Rediscover();

        Assert.Equal(["echo-2"], changes.Found);
        Assert.Empty(changes.Gone);
        Assert.False(Host.IsCurrent("echo", old.Plugin));
        Assert.True(Host.IsCurrent("echo@1", old.Plugin));
        using PluginHandle next = Host.Acquire("echo");
        using var beside = new Running(next.Backend);
        Assert.True(Host.IsCurrent("echo", next.Plugin));
        // Side by side, each with its own dependency, in turns.
        Assert.Equal([3, 1, 3, 1], new[] { beside.Ask(), serving.Ask(), beside.Ask(), serving.Ask() });
        Assert.Equal([PluginState.Loaded, PluginState.Loaded], Host.CreateReport().Plugins.Select(p => p.State));
    }

    [Fact]
    public async Task Rediscover_OldVersionCollectible_IsGoneFromMemoryAfterItsLastModel()
    {
        _options.Collectible = true;
        _options.UnloadTimeout = TimeSpan.FromSeconds(30);
        Add("EchoV1", "echo-1");
        object[] held = [Host.Acquire("echo"), Host.Acquire("echo@1")];
        Add("EchoV2", "echo-2");
        Host.Rediscover();

        Dispose(held, 0);
        Assert.Equal(PluginState.Loaded, Entry("echo-1").State);
        Dispose(held, 1);

        Assert.Equal(PluginState.Unloaded, Entry("echo-1").State);
        Assert.Contains(_log.Entries, e => e.Message == "Plugin echo-1 is replaced and no longer used: it is let go");
        Assert.Equal(PluginUnloadOutcome.Unloaded, (await Host.UnloadAsync("echo-1")).Outcome);
        Assert.DoesNotContain(AssemblyLoadContext.All, c => c.Name == "mce:echo-1" && c.IsCollectible);
        Assert.Equal("1.0.0", Acquired("echo@1"));
    }

    [Fact]
    public void Rediscover_OldVersionNotCollectible_StaysLoaded()
    {
        Add("EchoV1", "echo-1");
        Host.Acquire("echo").Dispose();
        Add("EchoV2", "echo-2");
        Host.Rediscover();
        Assert.Equal(PluginState.Loaded, Entry("echo-1").State);
        Assert.Equal("1.0.0", Acquired("echo@1"));
    }

    [Fact]
    public void Rediscover_NothingHasChanged_SaysSoAndKeepsEverything()
    {
        Add("EchoV1", "echo-1");
        _options.StaticBackends.Add(new StaticBackend("fake", "1.0", () => new RecordingBackend()));
        using PluginHandle echo = Host.Acquire("echo"), fake = Host.Acquire("fake");
        IReadOnlyList<Plugin> before = Host.Plugins;
        PluginChanges changes = Host.Rediscover();
        Assert.Empty(changes.Found.Concat(changes.Gone));
        Assert.Empty(changes.Refused);
        Assert.Equal(before, Host.Plugins);
        Assert.True(Host.IsCurrent("echo", echo.Plugin));
        Assert.True(Host.IsCurrent("fake", fake.Plugin));
    }

    [Fact]
    public void Rediscover_LoadedFolderChangedInPlace_IsRefusedWithTheCureAndServesOn()
    {
        string folder = Add("EchoV1", "echo");
        using PluginHandle handle = Host.Acquire("echo");
        using var serving = new Running(handle.Backend);
        byte[] old = File.ReadAllBytes(Path.Combine(folder, "EchoV1.dll"));
        Replace(folder, "EchoV1.dll", [.. old, 0]);

        MceException refused = Assert.Single(Host.Rediscover().Refused);
        Assert.Equal(MceErrorCodes.PluginInvalid, refused.Code);
        Assert.Contains($"EchoV1.dll has {old.Length + 1:N0} bytes instead of {old.Length:N0}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("into a folder of its own", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, Assert.Throws<MceException>(() => Host.Acquire("echo")).Message);
        Assert.Equal(refused.Message, Assert.Throws<MceException>(() => Host.IsCurrent("echo", handle.Plugin)).Message);
        Assert.Equal((PluginState.Loaded, refused.Message), (Entry("echo").State, Entry("echo").Error));
        Assert.Equal(1, serving.Ask());

        // The cure: the new version beside it.
        Add("EchoV2", "echo-2");
        Host.Rediscover();
        Assert.Equal("2.0.0", Acquired("echo"));

        // And back to where it was.
        Replace(folder, "EchoV1.dll", old);
        Assert.Empty(Host.Rediscover().Refused);
        Assert.Equal("1.0.0", Acquired("echo@1"));
    }

    [Fact]
    public void Rediscover_AnotherCompilationOfTheSameLength_IsRefused()
    {
        string folder = Add("EchoV1", "echo");
        using PluginHandle handle = Host.Acquire("echo");
        string main = Path.Combine(folder, "EchoV1.dll");
        byte[] bytes = File.ReadAllBytes(main);
        Span<byte> mvid = AssemblyMetadata.TryRead(main)!.Mvid.ToByteArray();
        bytes[bytes.AsSpan().IndexOf(mvid)] ^= 1;
        Replace(folder, "EchoV1.dll", bytes);
        Assert.Single(Host.Rediscover().Refused);
    }

    [Fact]
    public void Rediscover_SameFilesCopiedAgain_ChangesNothing()
    {
        string folder = Add("EchoV1", "echo");
        using PluginHandle handle = Host.Acquire("echo");
        Replace(folder, "EchoV1.dll", File.ReadAllBytes(Path.Combine(folder, "EchoV1.dll")));
        Assert.Empty(Host.Rediscover().Refused);
        Assert.Equal("1.0.0", Acquired("echo"));
    }

    [Fact]
    public void Rediscover_FolderOfALoadedPluginIsGone_GoesOnForThoseWhoHaveIt()
    {
        string folder = Add("EchoV1", "echo-1");
        Add("EchoV2", "echo-2");
        using PluginHandle handle = Host.Acquire("echo@1");
        using var serving = new Running(handle.Backend);
        Directory.Delete(folder, recursive: true);

        Assert.Equal(["echo-1"], Host.Rediscover().Gone);
        Assert.Empty(Host.Rediscover().Gone);
        Assert.Equal(1, serving.Ask());
        Assert.True(Host.IsCurrent("echo@1", handle.Plugin));
        MceException error = Assert.Throws<MceException>(() => Host.Acquire("echo@1"));
        Assert.Equal(MceErrorCodes.FrameworkNotFound, error.Code);
        Assert.Contains("its folder is gone", error.Message, StringComparison.Ordinal);
        Assert.Equal("2.0.0", Acquired("echo"));
    }

    [Fact]
    public void Rediscover_FolderOfAnUnusedPluginIsGone_IsForgotten()
    {
        string folder = Add("EchoV1", "echo-1");
        Add("EchoV2", "echo-2");
        Assert.Equal("2.0.0", Acquired("echo"));
        Directory.Delete(folder, recursive: true);
        Assert.Equal(["echo-1"], Host.Rediscover().Gone);
        Assert.Equal(["echo-2"], Host.CreateReport().Plugins.Select(p => p.Name));
    }

    [Fact]
    public void Rediscover_CopyOfALoadedPlugin_IsRefusedAndTheLoadedOneStays()
    {
        Add("EchoV1", "echo");
        using PluginHandle handle = Host.Acquire("echo");
        Add("EchoV1", "echo-again");
        Host.Rediscover();
        Assert.Contains("and so does", Entry("echo-again").Error, StringComparison.Ordinal);
        Assert.Equal("1.0.0", Acquired("echo"));
    }

    [Fact]
    public void AcquireAgain_NewerVersionHasCome_TakesTheOneThatWasHad()
    {
        Add("EchoV1", "echo-1");
        Plugin had;
        using (PluginHandle handle = Host.Acquire("echo")) had = handle.Plugin;
        Add("EchoV2", "echo-2");
        Host.Rediscover();
        using (PluginHandle again = Host.AcquireAgain("echo", had)) Assert.Equal("1.0.0", again.FrameworkVersion);
    }

    [Fact]
    public void AcquireAgain_OneThatWasHadIsNoMore_TakesTheNewest()
    {
        _options.Collectible = true;
        string folder = Add("EchoV1", "echo-1");
        Plugin had;
        using (PluginHandle handle = Host.Acquire("echo")) had = handle.Plugin;
        Add("EchoV2", "echo-2");
        Directory.Delete(folder, recursive: true);
        Host.Rediscover();
        using PluginHandle again = Host.AcquireAgain("echo", had);
        Assert.Equal("2.0.0", again.FrameworkVersion);
    }

    [Fact]
    public void Acquire_FailedBeforeAndFolderChanged_IsTriedAgain()
    {
        string folder = Add("MissingNative", "plugin");
        for (int i = 0; i < 3; i++) Assert.Throws<MceException>(() => Host.Acquire("missingnative"));
        Assert.Equal(1, Tries());
        File.WriteAllText(Path.Combine(folder, "added.txt"), "Whatever it is: something was done about it.");
        for (int i = 0; i < 3; i++) Assert.Throws<MceException>(() => Host.Acquire("missingnative"));
        Assert.Equal(2, Tries());

        int Tries() => _log.Entries.Count(e => e.Message == "Plugin plugin could not be loaded");
    }

    [Fact]
    public void Acquire_FailedBeforeAndFolderIsTheSame_IsRememberedUntilRediscovered()
    {
        int tries = 0;
        _options.StaticBackends.Add(new StaticBackend("fake", "1.0", () => new RecordingBackend { OnInitialize = () => throw new InvalidOperationException($"try {++tries}") }));
        Assert.Throws<MceException>(() => Host.Acquire("fake"));
        Assert.Throws<MceException>(() => Host.Acquire("fake"));
        Assert.Equal(1, tries);
        Host.Rediscover();
        Assert.Throws<MceException>(() => Host.Acquire("fake"));
        Assert.Equal(2, tries);
    }

    [Fact]
    public void Acquire_FolderWasMendedSinceItWasFound_LoadsWhatIsThereNow()
    {
        string folder = Add("EchoV1", "plugin"), dependency = Path.Combine(folder, "Newtonsoft.Json.dll");
        byte[] right = File.ReadAllBytes(dependency);
        File.Delete(dependency);
        Assert.Contains("Newtonsoft.Json.dll", Assert.Throws<MceException>(() => Host.Acquire("echo")).Message, StringComparison.Ordinal);
        File.WriteAllBytes(dependency, right);
        Assert.Equal("1.0.0", Acquired("echo"));
    }

    [Fact]
    public async Task Acquire_WhileOthersRediscoverAndUnload_AlwaysGetsALivePlugin()
    {
        _options.Collectible = true;
        _options.UnloadTimeout = TimeSpan.Zero;
        string folder = Add("EchoV1", "echo");
        byte[] main = File.ReadAllBytes(Path.Combine(folder, "EchoV1.dll"));
        using var stop = new CancellationTokenSource();
        Task others = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Replace(folder, "EchoV1.dll", main); // another time of writing: an unloaded plugin gets a new object
                Host.Rediscover();
                await Host.UnloadAsync("echo");
            }
        });
        for (int i = 0; i < 50; i++)
        {
            using PluginHandle handle = Host.Acquire("echo");
            Assert.Equal("13.0.1", Fixture.ProducerOf(handle.Backend));
        }

        await stop.CancelAsync();
        await others;
    }

    private string Add(string fixture, string name)
    {
        if (_options.PluginRoots.Count == 0) _options.PluginRoots.Add(_folder.Path);
        return _folder.Copy(fixture, name);
    }

    // By another file of the same name, as deployments do: what is mapped stays as it is.
    private void Replace(string folder, string name, byte[] content)
    {
        string aside = Path.Combine(_folder.Create(".incoming"), name);
        File.WriteAllBytes(aside, content);
        File.Move(aside, Path.Combine(folder, name), overwrite: true);
    }

    private string Acquired(string framework)
    {
        using PluginHandle handle = Host.Acquire(framework);
        return handle.FrameworkVersion;
    }

    private PluginReportEntry Entry(string name) => Host.CreateReport().Plugins.Single(p => p.Name == name);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Dispose(object[] held, int index)
    {
        ((PluginHandle)held[index]).Dispose();
        held[index] = "";
    }

    /// <summary>A model that is being served.</summary>
    private sealed class Running : IDisposable
    {
        private readonly IModel _model;
        private readonly IModelInstance _instance;
        private readonly ModelExecutionContext _context;

        public Running(IBackend backend)
        {
            _model = backend.Load(new ModelSource("/any"), CancellationToken.None);
            _instance = _model.CreateInstance();
            _context = new ModelExecutionContext(_model.Signature);
        }

        public float Ask()
        {
            _instance.Execute(_context);
            using InferenceTensor answer = _context.TakeOutput(0);
            return answer.AsReadOnlySpan<float>()[0];
        }

        public void Dispose()
        {
            _instance.Dispose();
            _model.Dispose();
        }
    }
}
