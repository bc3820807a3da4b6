using System.Collections.Immutable;
using System.Text;

namespace Mce.AspNetCore.Abuse;

/// <summary>The kinds of abuse. A seed makes the same request each time.</summary>
internal static partial class AbuseCases
{
    private static readonly ImmutableArray<Func<Random, AbuseCase>> Kinds =
    [
        Right, RightInChunks, RightPipelined, RightByteByByte,
        .. BodyKinds, .. HeaderKinds, .. HttpKinds, .. TimeKinds,
    ];

    public static int Count => Kinds.Length;

    public static AbuseCase Make(int seed, int index) => Kinds[index % Kinds.Length](new Random(unchecked((seed * 1_000_003) + index)));

    /// <summary>A request as it should be.</summary>
    public static AbuseCase Right(Random random) => new("right", [RequestText.Make(RequestText.Instances(random, random.Next(1, 8)))], 200);

    private static AbuseCase RightInChunks(Random random) => new(
        "right, in chunks",
        [Line("Transfer-Encoding: chunked\r\n"), RequestText.Chunked(Encoding.UTF8.GetBytes(RequestText.Instances(random)), random)],
        200);

    private static AbuseCase RightPipelined(Random random)
    {
        byte[] request = RequestText.Make(RequestText.Instances(random));
        return new AbuseCase("right, pipelined", [[.. request, .. request, .. request]], 200) { Answers = 3 };
    }

    private static AbuseCase RightByteByByte(Random random) => new(
        "right, byte by byte", [.. RequestText.Make(RequestText.Instances(random)).Select(b => (byte[])[b])], 200);

    private static byte[] Line(string extra, string type = RequestText.Json) => RequestText.Head("POST /endpoints/digits/invocations HTTP/1.1", type, extra: extra);

    /// <summary>What the container refuses: SageMaker passes it on as a ModelError.</summary>
    private static AbuseCase Model(string name, byte[] request, int original = 400) =>
        new(name, [request], 424) { ErrorType = "ModelError", OriginalStatus = original };

    private static AbuseCase Model(string name, string body, string type = RequestText.Json, int original = 400) => Model(name, RequestText.Make(body, type), original);

    /// <summary>What SageMaker itself refuses.</summary>
    private static AbuseCase Invalid(string name, params IReadOnlyList<byte[]> parts) => new(name, parts, 400) { ErrorType = "ValidationError" };
}
