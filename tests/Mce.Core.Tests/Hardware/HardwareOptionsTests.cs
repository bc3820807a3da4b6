using System.Text;
using Microsoft.Extensions.Configuration;

namespace Mce.Core.Tests.Hardware;

public sealed class HardwareOptionsTests
{
    [Fact]
    public void Read_LessThanTheMachine_SetsTheDefaults()
    {
        MceOptions options = Read("""{ "Processors": 3.5, "MemoryBytes": 1073741824 }""", out List<MceException> errors);
        Assert.Empty(errors);
        Assert.Equal("3.5 processors (the configuration), 1 GiB of memory (the configuration)", options.Hardware.ToString());
        Assert.Equal((3, 3), (options.DefaultInstanceCount, options.MaxParallelLoads));
    }

    [Theory]
    [InlineData("""{ "Processors": "two" }""", "'Mce:Hardware:Processors' is 'two'; it must be a number")]
    [InlineData("""{ "MemoryBytes": "much" }""", "'Mce:Hardware:MemoryBytes' is 'much'; it must be a whole number")]
    [InlineData("""{ "Gpus": 1 }""", "'Mce:Hardware:Gpus' is unknown here. Known are: Processors, MemoryBytes")]
    [InlineData("""{ "Processors": 0 }""", "Hardware.Processors is 0; it must be above 0")]
    [InlineData("""{ "MemoryBytes": 0 }""", "Hardware.MemoryBytes is 0; it must be from 1")]
    public void Read_Mistake_SaysWhereAndWhatItMustBe(string json, string expected)
    {
        Read(json, out List<MceException> errors);
        Assert.Contains(expected, Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    private static MceOptions Read(string hardware, out List<MceException> errors)
    {
        errors = [];
        var options = new MceOptions();
        IConfigurationSection section = new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Mce": { "Hardware": {{hardware}} } }""")))
            .Build()
            .GetSection("Mce");
        new OptionsReader(errors).Read(section, options);
        options.Validate(errors);
        return options;
    }
}
