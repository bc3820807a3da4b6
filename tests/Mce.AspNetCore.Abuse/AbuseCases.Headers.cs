using System.Collections.Immutable;

namespace Mce.AspNetCore.Abuse;

/// <summary>Names and headers beyond what SageMaker's API allows, and what asks for something that isn't there.</summary>
internal static partial class AbuseCases
{
    private const string Amzn = "X-Amzn-SageMaker-";

    private static readonly string[] BadNames = ["a b", "-a", "a-", "a_b", "a.b", "a/b", "..", "a\tb", "a;b", "a,b", "'", "\"", "a%00b", "<script>", "${jndi:x}"];

    private static ImmutableArray<Func<Random, AbuseCase>> HeaderKinds =>
    [
        r => Invalid("no such endpoint", RequestText.Make(RequestText.Instances(r), endpoint: $"none-{r.Next()}")),
        r => Invalid("no such container", RequestText.Make(RequestText.Instances(r), container: $"none-{r.Next()}")),
        r => Invalid("no container", RequestText.Make(RequestText.Instances(r), container: null)),
        r => Invalid("a container where none may be", RequestText.Make(RequestText.Instances(r), endpoint: "pipeline", container: "only")),
        r => Invalid("an endpoint's name that is none", RequestText.Make(RequestText.Instances(r), endpoint: Uri.EscapeDataString(Pick(r, ["a b", "-a", "a-", "a_b", "a;b", "\u00e4", "'", "<script>"])))),
        r => Invalid("an endpoint's name that is long", RequestText.Make(RequestText.Instances(r), endpoint: new string('a', r.Next(64, 4_000)))),
        r => Invalid("a container's name that is none", RequestText.Make(RequestText.Instances(r), container: Pick(r, BadNames))),
        r => new AbuseCase("a container's name that isn't UTF-8", [RequestText.Make(RequestText.Instances(r), container: "a\u00e4")], 400), // Kestrel's
        r => Invalid("a container's name that is long", RequestText.Make(RequestText.Instances(r), container: new string('a', r.Next(64, 8_000)))),
        r => Invalid("a container twice", RequestText.Make(RequestText.Instances(r), extra: $"{Amzn}Target-Container-Hostname: onnx\r\n")),
        r => Invalid("a header over AWS's limit", RequestText.Make(RequestText.Instances(r), extra: Pick(r, [
            $"{Amzn}Inference-Id: {new string('i', r.Next(65, 2_000))}\r\n",
            $"{Amzn}Custom-Attributes: {new string('c', r.Next(1_025, 8_000))}\r\n",
            $"{Amzn}Target-Variant: {new string('v', r.Next(64, 2_000))}\r\n",
            $"{Amzn}Target-Model: {new string('m', r.Next(1_025, 8_000))}\r\n",
            $"Accept: application/json;{new string('a', r.Next(1_025, 8_000))}\r\n"]))),
        r => Invalid("a content type over AWS's limit", RequestText.Make(RequestText.Instances(r), type: "application/json; a=" + new string('b', r.Next(1_025, 8_000)))),
        r => Invalid("something that isn't there", RequestText.Make(RequestText.Instances(r), extra: Pick(r, [
            $"{Amzn}Target-Variant: other\r\n", $"{Amzn}Target-Model: m.tar.gz\r\n", $"{Amzn}Session-Id: NEW_SESSION\r\n", $"{Amzn}Inference-Component: c\r\n", $"{Amzn}Enable-Explanations: x\r\n"]))),
    ];
}
