using System.Text;
using Microsoft.Extensions.Configuration;

namespace Mce.Core.Tests.Configuration;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task AddConfiguration_SageMakersWords_MakeASerialEndpointUnlessItSaysDirect()
    {
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("one", ScriptedModel.Add(1)).With("two", ScriptedModel.Add(2, "y", "z")),
            b => b.AddConfiguration(Json("""
                {
                  "Endpoints": [
                    {
                      "EndpointName": "serial",
                      "Containers": [
                        { "ContainerHostname": "a", "Image": "scripted", "ModelDataUrl": "one", "Environment": {} },
                        { "ContainerHostname": "b", "Image": "scripted@1", "ModelDataUrl": "two" }
                      ]
                    }
                  ]
                }
                """)),
            "one",
            "two");

        Assert.Equal(InvocationMode.Serial, server.Server.Endpoints.Single().Mode);
        Assert.Equal(["a", "b"], server.Server.Endpoints.Single().Containers.Select(c => c.Name));
    }

    [Fact]
    public async Task AddConfiguration_OwnWords_ReadsEverything()
    {
        await using TestServer server = await TestServer.StartAsync(
            new ScriptedBackend().With("one", () => ScriptedModel.Add(1)).With("two", () => ScriptedModel.Add(2, "y", "z")),
            b => b.AddConfiguration(Json("""
                {
                  "Options": { "MaxQueueLength": 7, "WarmUp": false, "DrainTimeout": "00:00:05", "DefaultInstanceCount": 3 },
                  "Endpoints": {
                    "direct": {
                      "InferenceExecutionConfig": { "Mode": "Direct" },
                      "Containers": [
                        { "Name": "a", "Framework": "scripted", "ModelPath": "one" },
                        { "Name": "b", "Framework": "scripted", "ModelPath": "two", "InstanceCount": 1 }
                      ]
                    },
                    "serial": {
                      "Mode": "Serial",
                      "Containers": [
                        { "Name": "a", "Framework": "scripted", "ModelPath": "one" },
                        { "Name": "b", "Framework": "scripted", "ModelPath": "two", "InputMap": { "y": { "Container": "a", "Output": "y" } } }
                      ]
                    }
                  }
                }
                """)),
            "one",
            "two");

        EndpointDescription direct = server.Server.Endpoints.Single(e => e.Name == "direct");
        Assert.Equal(InvocationMode.Direct, direct.Mode);
        Assert.Equal([3, 1], direct.Containers.Select(c => c.Instances));
        Assert.Equal(InvocationMode.Serial, server.Server.Endpoints.Single(e => e.Name == "serial").Mode);
    }

    [Fact]
    public async Task AddConfiguration_Mistakes_AreReportedWithTheirPlaces()
    {
        await using TestServer server = TestServer.Build(
            new ScriptedBackend().With("one", ScriptedModel.Add(1)),
            b => b.AddConfiguration(Json("""
                {
                  "Endpoint": {},
                  "Options": { "MaxQueueLength": "many", "Colour": "red" },
                  "Endpoints": {
                    "e": {
                      "Mode": "Parallel",
                      "Containers": [ { "Name": "a", "Framework": "scripted", "ModelPath": "one", "Model": "x", "InputMap": { "x": { "Container": "a" } } } ]
                    }
                  }
                }
                """)),
            "one");

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.Server.StartAsync());

        foreach (string phrase in (string[])
            ["'Mce:Endpoint' is unknown", "'Mce:Options:MaxQueueLength' is 'many'", "'Mce:Options:Colour' is unknown", "'Mce:Endpoints:e:Mode' is 'Parallel'", "'Mce:Endpoints:e:Containers:0:Model' is unknown", "'Mce:Endpoints:e:Containers:0:InputMap:x'"])
            Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Plugins": "x" }""", "'Mce:Plugins' is 'x'")]
    [InlineData("""{ "Options": "x" }""", "'Mce:Options' is 'x'")]
    [InlineData("""{ "Endpoints": "x" }""", "'Mce:Endpoints' is 'x'")]
    [InlineData("""{ "Endpoints": { "e": "x" } }""", "'Mce:Endpoints:e' is 'x'")]
    [InlineData("""{ "Endpoints": { "e": { "Containers": "x" } } }""", "'Mce:Endpoints:e:Containers' is 'x'")]
    [InlineData("""{ "Endpoints": { "e": { "InferenceExecutionConfig": "Direct" } } }""", "'Mce:Endpoints:e:InferenceExecutionConfig' is 'Direct'")]
    [InlineData("""{ "Endpoints": { "e": { "Containers": [ { "Name": "a", "Environment": "x=1" } ] } } }""", "'Mce:Endpoints:e:Containers:0:Environment' is 'x=1'")]
    [InlineData("""{ "Endpoints": { "e": { "Containers": [ { "Name": "a", "ContainerHostname": "b" } ] } } }""", "both 'Name' and 'ContainerHostname'")]
    [InlineData("""{ "Endpoints": { "e": { "Containers": [ { "Framework": "a", "Image": "b" } ] } } }""", "both 'Framework' and 'Image'")]
    [InlineData("{ }", "section 'Mce' is missing or empty")]
    public async Task AddConfiguration_WhatWouldBePassedOver_IsAMistake(string json, string phrase)
    {
        await using TestServer server = TestServer.Build(new ScriptedBackend(), b => b.AddConfiguration(Json(json)));

        MceException error = await Assert.ThrowsAsync<MceException>(() => server.Server.StartAsync());

        Assert.Contains(phrase, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu", "cpu")]
    [InlineData("cuda", "cuda:0")]
    [InlineData("CUDA:3", "cuda:3")]
    [InlineData("cuda:-1", null)]
    [InlineData("cuda3", null)]
    [InlineData("gpu", null)]
    public async Task AddConfiguration_Device_ReachesTheBackend(string text, string? expected)
    {
        var backend = new ScriptedBackend().With("one", ScriptedModel.Add(1));
        await using TestServer server = TestServer.Build(
            backend,
            b => b.AddConfiguration(Json($$"""
                { "Endpoints": { "e": { "Containers": [ { "Name": "a", "Framework": "scripted", "ModelPath": "one", "Device": "{{text}}" } ] } } }
                """)),
            "one");

        Exception? error = await Record.ExceptionAsync(() => server.Server.StartAsync());

        if (expected is null) Assert.Contains("must be cpu, cuda or cuda:N", error!.Message, StringComparison.Ordinal);
        else Assert.Equal(expected, backend.LastDevice.ToString());
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("A-b--c9", true)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a_b", false)]
    [InlineData("ä", false)]
    [InlineData("a\n", false)]
    [InlineData("", false)]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123", false)]
    public async Task StartAsync_EndpointName_FollowsSageMakersRule(string name, bool allowed)
    {
        await using TestServer server = TestServer.Build(
            new ScriptedBackend().With("m", ScriptedModel.Add(1)), b => b.AddEndpoint(name, e => e.AddContainer("c", "scripted", "m")), "m");

        Exception? error = await Record.ExceptionAsync(() => server.Server.StartAsync());

        Assert.Equal(allowed, error is null);
    }

    private static IConfigurationSection Json(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Mce": {{text}} }"""));
        return new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("Mce");
    }
}
