using System.Text;
using System.Text.Json;
using Mce.Core.Tests.Plugins;
using Microsoft.Extensions.Configuration;

namespace Mce.Core.Tests.Trust;

public sealed class TrustReportTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    [Fact]
    public async Task CreatePluginReport_NothingConfigured_SaysAnyAndTheDefaults()
    {
        await using MceServer server = new MceServerBuilder().Build();
        PluginReport report = server.CreatePluginReport();

        Assert.Equal((null, null, null, SizeLimits.Default), (report.Trust.ModelManifest, report.Trust.ModelManifestEntries, report.Trust.Plugins, report.Trust.Limits));
        string text = Unwrap(report.ToString());
        Assert.Contains("model files: any", text, StringComparison.Ordinal);
        Assert.Contains("plugins: any", text, StringComparison.Ordinal);
        Assert.Contains(
            "MaxFileBytes 68719476736, MaxArchiveEntries 100000, MaxArchiveBytes 68719476736, MaxTensorBytes 17179869184, MaxStringLength 67108864",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddConfiguration_TrustAndLimits_AreInForceAndReported()
    {
        string digest = new('A', 64), long1 = new('p', 120);
        _folder.Write("m", "x");
        _folder.List("m");
        await using MceServer server = Build($$"""
            {
              "Options": {
                "Limits": { "MaxFileBytes": 1, "MaxArchiveEntries": 2, "MaxArchiveBytes": 3 },
                "Trust": { "ModelManifest": "SHA256SUMS", "Plugins": [ "EchoV1", "onnx@sha256:{{digest}}", "{{long1}}" ] }
              }
            }
            """);
        PluginReport report = server.CreatePluginReport();

        Assert.Equal(SizeLimits.Default with { MaxFileBytes = 1, MaxArchiveEntries = 2, MaxArchiveBytes = 3 }, report.Trust.Limits);
        Assert.Equal((_folder.Manifest, 1), (report.Trust.ModelManifest, report.Trust.ModelManifestEntries));
        Assert.Equal(["EchoV1", $"onnx@sha256:{digest.ToLowerInvariant()}", long1], report.Trust.Plugins);
        Assert.Equal([PluginState.Discovered, PluginState.Refused], report.Plugins.Select(p => p.State));

        string text = report.ToString();
        Assert.All(text.Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 110));
        Assert.Contains($"EchoV1@sha256:{report.Plugins[0].Digest}", text, StringComparison.Ordinal);
        Assert.Contains("model files: only the 1 of", Unwrap(text), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        JsonElement trust = json.RootElement.GetProperty("trust");
        Assert.Equal((1, 2), (trust.GetProperty("modelManifestEntries").GetInt32(), trust.GetProperty("limits").GetProperty("maxArchiveEntries").GetInt32()));
        Assert.Equal(report.Plugins[0].Digest, json.RootElement.GetProperty("plugins")[0].GetProperty("digest").GetString());
    }

    [Fact]
    public async Task AddConfiguration_Mistakes_AreReportedWithTheirPlaces()
    {
        await using MceServer server = Build("""
            {
              "Options": {
                "Limits": { "MaxFileBytes": 0, "MaxStringLength": "long", "MaxTensorBytes": -1, "MaxWeight": 1 },
                "Trust": { "ModelManifest": "", "Plugins": [ "onnx@1.31" ], "Model": "x" }
              }
            }
            """);

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.StartAsync());

        foreach (string phrase in (string[])
            [
                "Limits.MaxFileBytes is 0; it must be from 1", "Limits.MaxTensorBytes is -1", "'Mce:Options:Limits:MaxStringLength' is 'long'", "'Mce:Options:Limits:MaxWeight' is unknown",
                "Trust.ModelManifest is empty", "'Mce:Options:Trust:Plugins:0' is 'onnx@1.31'", "'Mce:Options:Trust:Model' is unknown",
            ])
            Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddConfiguration_EmptyListOfPlugins_AllowsNone()
    {
        await using MceServer server = Build("""{ "Options": { "Trust": { "Plugins": [] } } }""");

        Assert.Empty(server.CreatePluginReport().Trust.Plugins!);
        Assert.All(server.CreatePluginReport().Plugins, p => Assert.Equal(PluginState.Refused, p.State));
    }

    private MceServer Build(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Mce": {{json}} }"""));
        return new MceServerBuilder()
            .Configure(o => o.BaseDirectory = _folder.Path)
            .AddPlugin(Fixture.Folder("EchoV1"))
            .AddPlugin(Fixture.Folder("EchoV2"))
            .AddConfiguration(new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("Mce"))
            .Build();
    }

    private static string Unwrap(string text) => string.Join(' ', text.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    public void Dispose() => _folder.Dispose();
}
