using System.Collections.Immutable;

namespace Mce.AspNetCore.Abuse;

/// <summary>Clients that are slow, or go in the middle.</summary>
internal static partial class AbuseCases
{
    // So many pauses are longer than an invocation may take.
    private static readonly TimeSpan SlowPause = TimeSpan.FromMilliseconds(100);

    private static ImmutableArray<Func<Random, AbuseCase>> TimeKinds =>
    [
        Slow,
        r => Torn("goes before a byte", r, 0, 1),
        r => Torn("goes within the head", r, 1, 150),
        r => Torn("goes within the body", r, 200, 350),
        r => Torn("goes after the last byte", r, int.MaxValue, int.MaxValue),
        r => new AbuseCase("ends its side within the body", [RequestText.Make(RequestText.Instances(r))[..^r.Next(1, 100)]], 400, 0) { Leaving = Leaving.HalfClosed },
        // Kestrel takes the end of the client's side for the end of the connection, unless the answer is quicker.
        r => new AbuseCase("ends its side after the last byte", [RequestText.Make(RequestText.Instances(r))], 200, 0) { Leaving = Leaving.HalfClosed },
    ];

    private static AbuseCase Slow(Random random)
    {
        byte[] request = RequestText.Make(RequestText.Instances(random));
        int head = request.Length - random.Next(20, 100);
        // One more byte at a time, and never the last one.
        IEnumerable<byte[]> drops = Enumerable.Range(head, 15).Select(i => (byte[])[request[i]]);
        return new AbuseCase("sends its body slowly", [request[..head], .. drops], 424) { Pause = SlowPause, ErrorType = "ModelError", OriginalStatus = 0 };
    }

    private static AbuseCase Torn(string name, Random random, int least, int most)
    {
        byte[] request = RequestText.Make(RequestText.Instances(random));
        int length = Math.Min(request.Length, least == most ? most : random.Next(least, most));
        return new AbuseCase(name, [request[..length]]) { Leaving = random.Next(2) == 0 ? Leaving.Closed : Leaving.Reset };
    }
}
