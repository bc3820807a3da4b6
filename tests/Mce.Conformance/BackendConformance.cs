using System.Reflection;

namespace Mce.Conformance;

/// <summary>The backend itself: its export, settings, estimates and life.</summary>
public abstract class BackendConformance<TFixture>(TFixture fixture) : ConformanceSuite<TFixture>(fixture)
    where TFixture : ConformanceFixture
{
    private const string NoSuchSetting = "no_such_setting";

    [Fact]
    public void Export_BackendClass_CanBeFoundAndMade()
    {
        using IBackend backend = Fixture.CreateBackend();
        Type type = backend.GetType();
        var export = type.GetCustomAttribute<ExportBackendAttribute>();

        Assert.True(export is not null, $"{type} lacks [ExportBackend].");
        Assert.True(type.IsVisible, $"{type} must be public.");
        Assert.True(type.GetConstructor(Type.EmptyTypes) is not null, $"{type} must have a public constructor without parameters.");
        Assert.Equal(typeof(IBackend), export.ContractType);
        Assert.Equal((MceAbi.Major, MceAbi.Minor), (export.AbiMajor, export.AbiMinor));
        Assert.Equal(export.Framework, string.Concat(export.Framework.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant());
        Assert.Matches(@"^\d+(\.\d+)+", export.FrameworkVersion);
    }

    [Fact]
    public void Initialize_UnknownSetting_Refused()
    {
        using IBackend backend = Fixture.CreateBackend();
        var settings = new BackendSettings([new(NoSuchSetting, "1")]);

        AssertError(MceErrorCodes.SettingInvalid, NoSuchSetting, () => backend.Initialize(Fixture.CreateContext(settings)));
    }

    [Fact]
    public void Initialize_WithLogger_LogsOnlyText()
    {
        using (LoadModel())
            Assert.All(Fixture.Logger.Messages, m => Assert.False(string.IsNullOrWhiteSpace(m)));
    }

    [Fact]
    public void Load_UnknownSetting_RefusedWithThoseKnown()
    {
        var settings = new BackendSettings([.. Values(Fixture.Model.Settings), new(NoSuchSetting, "1")]);
        var source = new ModelSource(Fixture.Model.Path, settings, Fixture.Model.Device);

        MceException error = AssertError(MceErrorCodes.SettingInvalid, NoSuchSetting, () => Fixture.Backend.Load(source, CancellationToken.None).Dispose());

        Assert.All(Fixture.KnownSettings.Concat(Fixture.Model.Settings.Names), n => Assert.Contains(n, error.Message, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Load_TokenAlreadyCancelled_Throws()
    {
        Assert.ThrowsAny<OperationCanceledException>(() => Fixture.Backend.Load(Fixture.Model.Source, new CancellationToken(canceled: true)).Dispose());

        using IModel model = LoadModel();
    }

    [Fact]
    public void Load_Model_DescribesItself()
    {
        using IModel model = LoadModel();

        Assert.False(string.IsNullOrWhiteSpace(model.Metadata.Format));
        Assert.NotNull(model.Metadata.Properties);
        Assert.InRange(model.MaxConcurrency, 1, int.MaxValue);
        Assert.Same(model.Signature, model.Signature);
        Assert.All(model.Signature.Inputs.Concat(model.Signature.Outputs), s => Assert.True(s.ElementType != TensorElementType.None && Enum.IsDefined(s.ElementType)));
        Assert.Equal(model.Signature.Inputs.Length, model.Signature.Inputs.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(model.Signature.Outputs.Length, model.Signature.Outputs.Select(s => s.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void EstimateFootprint_BesideTheLoadedModel_OfItsSize()
    {
        const long Slack = 1 << 20;
        ModelFootprint estimate = Fixture.Backend.EstimateFootprint(Fixture.Model.Source);
        using IModel model = LoadModel();
        ModelFootprint actual = model.Footprint;

        Assert.True(estimate is { HostBytes: >= 0, DeviceBytes: >= 0 } && actual is { HostBytes: >= 0, DeviceBytes: >= 0 }, $"Negative: {estimate}, {actual}.");
        long estimated = estimate.HostBytes + estimate.DeviceBytes, taken = actual.HostBytes + actual.DeviceBytes;
        Assert.True(estimated > 0 && taken > 0, $"A model takes some memory: {estimate}, {actual}.");
        Assert.InRange(estimated, (taken - Slack) / Fixture.FootprintFactor, (taken * Fixture.FootprintFactor) + Slack);
    }

    [Fact]
    public void EstimateFootprint_MissingFile_NamesThePath()
    {
        string path = MissingPath();

        AssertError(MceErrorCodes.ModelNotFound, path, () => Fixture.Backend.EstimateFootprint(new ModelSource(path)));
    }

    [Fact]
    public void Load_MissingFile_NamesThePath()
    {
        string path = MissingPath();

        AssertError(MceErrorCodes.ModelNotFound, path, () => Fixture.Backend.Load(new ModelSource(path, Fixture.Model.Settings), CancellationToken.None).Dispose());
    }

    [Fact]
    public void Dispose_Twice_Safe()
    {
        IBackend fresh = Fixture.CreateBackend();
        fresh.Dispose();
        fresh.Dispose();

        IBackend used = Fixture.CreateInitializedBackend();
        used.Load(Fixture.Model.Source, CancellationToken.None).Dispose();
        used.Dispose();
        used.Dispose();
    }

    [Fact]
    public void Dispose_OneBackend_LeavesAnotherWorking()
    {
        using IModel model = LoadModel();
        using IModelInstance instance = model.CreateInstance();
        IBackend other = Fixture.CreateInitializedBackend();
        other.Load(Fixture.Model.Source, CancellationToken.None).Dispose();
        other.Dispose();

        RunAndCheck(model, instance);
    }

    private static string MissingPath() => Path.Combine(Path.GetTempPath(), $"no-such-model-{Guid.NewGuid():N}.bin");

    private static IEnumerable<KeyValuePair<string, string>> Values(BackendSettings settings) =>
        settings.Names.Select(n => KeyValuePair.Create(n, settings.GetString(n)!));
}
