using System.Diagnostics;
using System.Text;

namespace Mce.AspNetCore.Tests.Codecs;

/// <summary>Bodies that are valid but for a few bytes: they are read or refused, alike in whatever pieces they come, and nothing else happens.</summary>
public sealed class MutationTests
{
    private const int Mutants = 3000;
    private const string Alphabet = "[]{}\",:\\ \n\r\0-+.0123456789eEtfnu\u00ff\u00c3";

    private static readonly ModelSignature Numbers = Of(new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic("batch"), 3]));
    private static readonly ModelSignature Columns = Of(
        new TensorSpec("age", TensorElementType.Int64, [TensorDimension.Dynamic("batch"), 1]),
        new TensorSpec("name", TensorElementType.String, [TensorDimension.Dynamic("batch")]));
    private static readonly ModelSignature Blobs = Of(new TensorSpec("b", TensorElementType.Bytes, [TensorDimension.Dynamic("batch")]));

    public static TheoryData<string, string, string> Seeds => new()
    {
        { "numbers", "application/json", "{\"instances\":[[1,-2.5e1,3],[\"NaN\",5,6]]}" },
        { "numbers", "application/json", "{\"inputs\":{\"x\":{\"shape\":[2,3],\"datatype\":\"FP32\",\"data\":[1,2,3,4,5,6]}}}" },
        { "columns", "application/json", "{\"instances\":[{\"age\":1,\"name\":\"\\u00fc\\n\"},{\"age\":2,\"name\":\"b\"}]}" },
        { "columns", "application/json", "{\"signature_name\":\"s\",\"inputs\":{\"age\":[[1],[2]],\"name\":[\"a\",\"b\"]}}" },
        { "blobs", "application/json", "{\"instances\":[{\"b64\":\"AQID\"},{\"b64\":\"\"}]}" },
        { "numbers", "text/csv", "1,2,3\r\n4,\"5\",6e1\n" },
        { "columns", "text/csv; header=present", "name,age\n\"a \"\"b\"\"\",1\nc,2\n" },
        { "numbers", "application/octet-stream", "0123456789ab" },
        { "numbers", "application/octet-stream; shape=\"1,3\"", "0123456789ab" },
        { "numbers", "application/x-npy", "\u0093NUMPY\u0001\u0000\u0038\u0000{'descr': '<f4', 'fortran_order': True, 'shape': (1, 3)}0123456789ab" },
        { "columns", "text/plain; input=name", "gr\u00c3\u00bc\u00c3\u009fe" },
    };

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Read_MutatedBody_IsReadOrRefusedAlikeInAnyPieces(string model, string contentType, string latin1)
    {
        ModelSignature signature = model switch { "numbers" => Numbers, "columns" => Columns, _ => Blobs };
        InferenceCodec codec = InferenceCodecs.CreateDefault().Single(c => new MediaType(contentType).Is(c.MediaTypes[0]));
        byte[] seed = Encoding.Latin1.GetBytes(latin1);
        Bodies.Read(codec, signature, contentType, seed).Dispose(); // the seed itself is valid
        var random = new Random(latin1.Length);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Mutants; i++)
        {
            byte[] body = Mutate(seed, random);
            string whole = Outcome(codec, signature, contentType, body, Delivery.Whole, i);
            string pieces = Outcome(codec, signature, contentType, body, i % 2 == 0 ? Delivery.RandomPieces : Delivery.Segments, i);
            Assert.True(whole == pieces, $"{Convert.ToHexString(body)}: {whole} | {pieces}");
        }

        // A mutant takes some microseconds; one that is read again and again would take far longer.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private static string Outcome(InferenceCodec codec, ModelSignature signature, string contentType, byte[] body, Delivery delivery, int seed)
    {
        try
        {
            using InferenceInputs inputs = Bodies.Read(codec, signature, contentType, body, delivery, seed);
            return Bodies.Show(inputs);
        }
        catch (MceException e)
        {
            Assert.InRange(e.Message.Length, 1, 1000);
            return e.Code;
        }
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var body = new List<byte>(seed);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(body.Count + 1);
            switch (random.Next(5))
            {
                case 0: body.Insert(at, (byte)Alphabet[random.Next(Alphabet.Length)]); break;
                case 1 when at < body.Count: body[at] = (byte)Alphabet[random.Next(Alphabet.Length)]; break;
                case 2 when at < body.Count: body[at] = (byte)random.Next(256); break;
                case 3: body.RemoveRange(at, Math.Min(body.Count - at, random.Next(1, 6))); break;
                default: body.InsertRange(at, seed[random.Next(seed.Length / 2)..][..random.Next(seed.Length / 2)]); break;
            }
        }

        return [.. body];
    }

    private static ModelSignature Of(params TensorSpec[] inputs) => new([.. inputs], [new TensorSpec("y", TensorElementType.Float32, [1])]);
}
