using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Mce.AspNetCore.Abuse;

/// <summary>Bodies that aren't what they should be.</summary>
internal static partial class AbuseCases
{
    private static readonly string[] NotJson = ["", " ", "{", "}", "[", "nul", "\"", "{\"instances\":", "{\"instances\":[[1,2", "{\"instances\":[[1 2]]}", "\0", "\u00ef\u00bb\u00bf", "{}{}", "[,]"];

    private static readonly string[] NotRows =
    [
        "{}", "null", "true", "7", "\"text\"", "[]", "{\"instances\":null}", "{\"instances\":7}", "{\"instances\":[]}", "{\"instances\":[[]]}",
        "{\"instances\":[[[1]]]}", "{\"instances\":[{}]}", "{\"instances\":[{\"nothing\":[1]}]}", "{\"inputs\":{}}", "{\"inputs\":{\"nothing\":[1]}}",
        "{\"instances\":[[1]],\"instances\":[[1]]}", "{\"inputs\":{\"pixels\":{\"shape\":[-1,64],\"data\":[]}}}", "{\"unknown\":[[1]]}",
    ];

    private static readonly string[] NotNumbers =
        ["1e999", "-1e999", "NaN", "Infinity", "\"1\"", "null", "true", "{}", "[1]", "0x10", "1_000", "01", "+1", ".5", "1.", "--1", "1e", "\u0661"];

    private static readonly string[] BadTypes =
        ["application/xml", "text/html", "image/png", "application/json5", "*/*", "application/", "/", ";", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "x"];

    private static readonly string[] BadShapes =
    [
        "9223372036854775807,9223372036854775807", "-1,64", "1,64,1", "64", "1,65", "2,64", "99999999999999999999", "1;64", "a", "1,", "0x40,1", "4611686018427387904,4",
        "1,6 4", string.Join(',', Enumerable.Repeat("1", 100)),
    ];

    private static ImmutableArray<Func<Random, AbuseCase>> BodyKinds =>
    [
        r => Model("no JSON", Pick(r, NotJson)),
        r => Model("JSON of another form", Pick(r, NotRows)),
        r => Model("an element that is no number", $$"""{"instances":[[{{Pick(r, NotNumbers)}},{{RequestText.Row(r, 63)[1..]}}]}"""),
        r => Model("rows of another length", $$"""{"instances":[{{RequestText.Row(r, Pick(r, [1, 63, 65, 128]))}}]}"""),
        r => Model("rows of different lengths", $$"""{"instances":[{{RequestText.Row(r)}},{{RequestText.Row(r, 63)}}]}"""),
        Cut,
        Flipped,
        DepthBomb,
        ManyNames,
        r => Model("a number of many digits", $$"""{"instances":[[{{new string('1', r.Next(1_000, 60_000))}}]]}"""),
        r => Model("invalid UTF-8", RequestText.Make([.. "{\"instances\":\""u8, 0xC3, (byte)r.Next(0x28), 0xFF, .. "\"}"u8])),
        r => Model("a type that nobody reads", RequestText.Make(RequestText.Instances(r), Pick(r, BadTypes)), original: 415),
        r => Model("a compressed body", RequestText.Make(GzipBomb(), extra: $"Content-Encoding: {Pick(r, ["gzip", "br", "deflate", "zstd", "gzip, gzip", "x"])}\r\n"), original: 415),
        r => Model("an answer that nobody writes", RequestText.Make(RequestText.Instances(r), extra: $"Accept: {Pick(r, ["image/png", "application/xml", "text/html;q=1", "application/", ",", "a/b, c/d"])}\r\n"), original: 406),
        r => Model("raw bytes of a wrong length", RequestText.Make(Bytes(r, Pick(r, [1, 3, 255, 257, 1_023, 40_001])), RequestText.Raw)),
        r => new AbuseCase("raw bytes of a shape that can't be", [RequestText.Make(Bytes(r, 256), $"{RequestText.Raw}; shape=\"{Pick(r, BadShapes)}\"")], 424) { ErrorType = "ModelError" },
        r => new AbuseCase("raw bytes with odd parameters", [RequestText.Make(Bytes(r, 256), $"{RequestText.Raw}; {Pick(r, ["dtype=float64", "dtype=x", "dtype=", "input=nothing", "shape", "input=\"\""])}")], 424) { ErrorType = "ModelError" },
    ];

    private static AbuseCase Cut(Random random)
    {
        string json = RequestText.Instances(random);
        return Model("JSON that ends early", json[..random.Next(1, json.Length)]);
    }

    // It may be right by chance, and then must be answered.
    private static AbuseCase Flipped(Random random)
    {
        byte[] json = Encoding.UTF8.GetBytes(RequestText.Instances(random));
        for (int i = random.Next(1, 4); i > 0; i--) json[random.Next(json.Length)] = (byte)random.Next(256);
        return new AbuseCase("JSON with random bytes", [RequestText.Make(json)], 200, 424);
    }

    private static AbuseCase DepthBomb(Random random)
    {
        int depth = random.Next(1_000, 60_000);
        return Model("JSON that is deep", (random.Next(3)) switch
        {
            0 => new string('[', depth),
            1 => "{\"instances\":" + new string('[', depth),
            _ => string.Concat(Enumerable.Repeat("{\"a\":", depth / 5)),
        });
    }

    private static AbuseCase ManyNames(Random random) => Model(
        "JSON of many names", $"{{{string.Join(',', Enumerable.Range(0, random.Next(100, 2_000)).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"n{i}\":{i}")))}}}");

    private static byte[] GzipBomb()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize)) gzip.Write(new byte[4 << 20]);
        return packed.ToArray();
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static T Pick<T>(Random random, params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];
}
