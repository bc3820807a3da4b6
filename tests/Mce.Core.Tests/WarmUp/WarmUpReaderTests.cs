using System.Text;
using Microsoft.Extensions.Configuration;

namespace Mce.Core.Tests.WarmUps;

public sealed class WarmUpReaderTests
{
    [Fact]
    public void Read_Requests_AsWritten()
    {
        WarmUpConfig config = Read("""[ { "Count": 2, "Inputs": { "x": { "Dimensions": [8, 64], "Data": "Random" }, "y": { } } }, { } ]""", out List<MceException> errors)!;

        Assert.Empty(errors);
        Assert.Equal([2, 1], config.Requests.Select(r => r.Count));
        Assert.Equal([8, 64], config.Requests[0].Inputs["x"].Dimensions!);
        Assert.Equal("Random", config.Requests[0].Inputs["x"].Data);
        Assert.Equal((null, "Zero"), (config.Requests[0].Inputs["y"].Dimensions, config.Requests[0].Inputs["y"].Data));
        Assert.Empty(config.Requests[1].Inputs);
    }

    [Theory]
    [InlineData("false", 0)]
    [InlineData("[]", 0)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    public void Read_OnOrOff_IsNoneOrTheDefault(string json, int? requests)
    {
        Assert.Equal(requests, Read(json, out List<MceException> errors)?.Requests.Count);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("\"often\"", "Mce:WarmUp' is 'often'; it must be false, or an array")]
    [InlineData("[ { \"Cuont\": 2 } ]", "'Mce:WarmUp:0:Cuont' is unknown here. Known are: Count, Inputs")]
    [InlineData("[ { \"Count\": \"two\" } ]", "'Mce:WarmUp:0:Count' is 'two'; it must be a whole number")]
    [InlineData("[ { \"Inputs\": { \"x\": \"Random\" } } ]", "'Mce:WarmUp:0:Inputs:x' is 'Random'; it must be an object")]
    [InlineData("[ { \"Inputs\": { \"x\": { \"Shape\": [1] } } } ]", "'Mce:WarmUp:0:Inputs:x:Shape' is unknown here. Known are: Dimensions, Data")]
    [InlineData("[ { \"Inputs\": { \"x\": { \"Dimensions\": [-1] } } } ]", "'Mce:WarmUp:0:Inputs:x:Dimensions:0' is '-1'; it must be a whole number, not negative")]
    public void Read_Mistake_SaysWhereAndWhatItMustBe(string json, string expected)
    {
        Read(json, out List<MceException> errors);
        Assert.Contains(expected, Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AsAKeyOfAContainer_ReachesItsConfiguration()
    {
        var errors = new List<MceException>();
        ContainerConfig container = new ContainerReader(errors).Read(Section("""{ "Name": "c", "Framework": "f", "ModelPath": "m", "WarmUp": [ { "Count": 5 } ] }""").GetSection("WarmUp"));
        Assert.Empty(errors);
        Assert.Equal(5, Assert.Single(container.WarmUp!.Requests).Count);
    }

    private static WarmUpConfig? Read(string json, out List<MceException> errors)
    {
        errors = [];
        return new WarmUpReader(errors).Read(Section(json).GetSection("WarmUp"));
    }

    private static IConfigurationSection Section(string warmUp) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Mce": { "WarmUp": {{warmUp}} } }"""))).Build().GetSection("Mce");
}
