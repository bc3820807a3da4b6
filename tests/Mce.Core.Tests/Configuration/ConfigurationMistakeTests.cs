using System.Text;
using Microsoft.Extensions.Configuration;

namespace Mce.Core.Tests.Configuration;

/// <summary>What is wrong in a section is reported with its place, on every level.</summary>
public sealed class ConfigurationMistakeTests
{
    [Theory]
    [InlineData("""{ "Name": { "x": 1 } }""", "':Name' is an object or an array; it must be one value.")]
    [InlineData("""{ "EndpointName": "a", "Name": "b" }""", "gives both 'Name' and 'EndpointName'")]
    [InlineData("""{ "Mode": "Direct", "InferenceExecutionConfig": { "Mode": "Serial" } }""", "gives both 'Mode' and 'InferenceExecutionConfig'")]
    [InlineData("""{ "InferenceExecutionConfig": "Direct" }""", "':InferenceExecutionConfig' is 'Direct'; it must be an object")]
    [InlineData("""{ "Timeout": 5 }""", "':Timeout' is '5'; it must be a duration in hours, minutes and seconds such as 00:00:30.")]
    [InlineData("""{ "Timeout": "5s" }""", "':Timeout' is '5s'; it must be a duration")]
    [InlineData("""{ "Containers": "c" }""", "':Containers' is 'c'; it must be an array of containers.")]
    [InlineData("""{ "Containers": [ "c" ] }""", "':Containers:0' is 'c'; it must be an object: a container.")]
    [InlineData("""{ "Containers": [ { "Framework": [ "onnx" ] } ] }""", "':Containers:0:Framework' is an object or an array; it must be one value.")]
    [InlineData("""{ "Containers": [ { "Name": { "x": 1 } } ] }""", "':Containers:0:Name' is an object or an array; it must be one value.")]
    [InlineData("""{ "Containers": [ { "InputMap": { "x": { "Request": "m", "Contaner": "a" } } } ] }""", "':Containers:0:InputMap:x:Contaner' is unknown here. Known are: Container, Output, Request.")]
    [InlineData("""{ "Containers": [ { "InstanceGroups": 2 } ] }""", "':Containers:0:InstanceGroups' is '2'; it must be an array of instance groups.")]
    [InlineData("""{ "Containers": [ { "InstanceGroups": [ { "Slot": 2 } ] } ] }""", "':Containers:0:InstanceGroups:0:Slot' is unknown here. Known are: Count, Minimum, Maximum, Slots, Device.")]
    [InlineData("""{ "Containers": [ { "InstanceCount": 1.5 } ] }""", "':Containers:0:InstanceCount' is '1.5'; it must be a whole number.")]
    [InlineData("""{ "Containers": [ { "Selector": "Random" } ] }""", "':Containers:0:Selector' is 'Random'; it must be MostRecentlyUsed or LeastOutstanding or RoundRobin.")]
    [InlineData("""{ "Containers": [ { "WarmUp": [ { "Inputs": { "x": { "Data": [ "a" ] } } } ] } ] }""", "':Containers:0:WarmUp:0:Inputs:x:Data' is an object or an array; it must be one value.")]
    [InlineData("""{ "Containers": [ { "Scaling": "fast" } ] }""", "':Containers:0:Scaling' is 'fast'; it must be an object")]
    public void Read_Endpoint_NamesThePlace(string endpoint, string message)
    {
        string[] errors = Read($$"""{ "Endpoints": { "e": {{endpoint}} } }""");

        Assert.Contains(message.Replace("':", "'Mce:Endpoints:e:", StringComparison.Ordinal), Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyMistakes_ReportsAll()
    {
        string[] errors = Read("""{ "Nonsense": 1, "Endpoints": { "e": { "Nonsense": 2, "Containers": [ { "Nonsense": 3, "Scaling": { "Nonsense": 4, "Policies": [ { "Nonsense": 5, "Metric": "Cpu", "TargetValue": 1 } ] } } ] } } }""");

        Assert.Equal(5, errors.Length);
    }

    [Fact]
    public void Read_Durations_AreTakenInEveryFormThatHasAUnit()
    {
        var builder = new MceServerBuilder();
        var errors = new List<MceException>();
        new ConfigurationReader(errors).Read(Section("""{ "Endpoints": { "a": { "Timeout": "00:00:05" }, "b": { "Timeout": "1.00:00:00" }, "c": { "Timeout": "0:0:0.25" } } }"""), builder);

        Assert.Empty(errors);
        Assert.Equal([TimeSpan.FromSeconds(5), TimeSpan.FromDays(1), TimeSpan.FromMilliseconds(250)], builder.Endpoints.Select(e => e.Timeout!.Value));
    }

    private static string[] Read(string json)
    {
        var errors = new List<MceException>();
        new ConfigurationReader(errors).Read(Section(json), new MceServerBuilder());
        return [.. errors.Select(e => e.Message)];
    }

    private static IConfigurationSection Section(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Mce": {{json}} }"""));
        return new ConfigurationBuilder().AddJsonStream(stream).Build().GetSection("Mce");
    }
}
