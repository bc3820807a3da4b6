using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Mce.Core.Tests.Scaling;

/// <summary>What docs/scaling.md shows is what the library takes.</summary>
public partial class DocumentationTests
{
    [Fact]
    public void Code_IsThatOfTheExamples()
    {
        string examples = Normal(File.ReadAllText(Path.Combine(Folder(), "ScalingExamples.cs")));

        string[] blocks = Blocks("csharp");

        Assert.Equal(5, blocks.Length);
        Assert.All(blocks, b => Assert.Contains(Normal(b), examples, StringComparison.Ordinal));
    }

    [Fact]
    public void Json_IsReadWithoutAMistake()
    {
        string[] blocks = Blocks("json");

        Assert.Equal(5, blocks.Length);
        foreach (string json in blocks)
        {
            var errors = new List<MceException>();
            if (json.Contains("\"Endpoints\"", StringComparison.Ordinal)) ReadEndpoints(json, errors);
            else if (json.Contains("\"Policies\"", StringComparison.Ordinal) || json.Contains("\"ScheduledActions\"", StringComparison.Ordinal)) Validate(new ScalingReader(errors).Read(Section($$"""{ "s": {{json}} }""", "s")), errors);
            else Validate(ScalingConfig.Aws with { Policies = [TargetTrackingPolicy.FromAws(json)] }, errors);
            Assert.Empty(errors.Select(e => e.Message));
        }
    }

    private static void ReadEndpoints(string json, List<MceException> errors)
    {
        EndpointConfig endpoint = new EndpointReader(errors).Read(Section(json, "Endpoints:digits"));
        Validate(endpoint.Containers.Single().Scaling!, errors);
    }

    private static void Validate(ScalingConfig scaling, List<MceException> errors) => ScalingValidator.Validate(
        new EndpointConfig
        {
            Name = "e",
            Mode = InvocationMode.Direct,
            Containers = [new ContainerConfig { Name = "c", Framework = "f", ModelPath = "m", MinInstanceCount = 1, MaxInstanceCount = 8, Scaling = scaling }],
        },
        new MceOptions(),
        [],
        errors);

    private static IConfigurationSection Section(string json, string path) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build().GetSection(path);

    private static string[] Blocks(string language) =>
        [.. Fence().Matches(File.ReadAllText(Path.Combine(Folder(), "../../../docs/scaling.md"))).Where(m => m.Groups[1].Value == language).Select(m => m.Groups[2].Value)];

    // Without what indentation there is.
    private static string Normal(string text) => string.Join('\n', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("^```(\\w+)\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();
}
