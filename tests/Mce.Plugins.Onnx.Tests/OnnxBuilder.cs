using System.Text;

namespace Mce.Plugins.Onnx.Tests;

/// <summary>Writes small ONNX files by hand: what exporters rarely make, and what is wrong on purpose.</summary>
/// <remarks>Field numbers are those of onnx.proto.</remarks>
internal sealed class OnnxBuilder
{
    public const int Float = 1;
    public const int Int64 = 7;

    private readonly List<byte> _graph = [];

    public int OperatorSet { get; init; } = 17;

    public string ProducerVersion { get; init; } = "7.8";

    public OnnxBuilder Node(string type, string[] inputs, string[] outputs) =>
        Add(1, [.. inputs.SelectMany(i => Text(1, i)), .. outputs.SelectMany(o => Text(2, o)), .. Text(4, type)]);

    public OnnxBuilder Input(string name, int type, params object?[]? dimensions) => Add(11, Value(name, TensorType(type, dimensions)));

    public OnnxBuilder Output(string name, int type, params object?[]? dimensions) => Add(12, Value(name, TensorType(type, dimensions)));

    /// <summary>An output that is a sequence of tensors of unknown shape.</summary>
    public OnnxBuilder SequenceOutput(string name, int type) => Add(12, Value(name, Bytes(4, Bytes(1, TensorType(type, null)))));

    /// <summary>An output that is a sequence of maps, as classifiers have.</summary>
    public OnnxBuilder MapSequenceOutput(string name, int keys, int values) =>
        Add(12, Value(name, Bytes(4, Bytes(1, Bytes(5, [.. Number(1, keys), .. Bytes(2, TensorType(values, []))])))));

    /// <summary>The operator that makes a sequence of maps of a matrix.</summary>
    public OnnxBuilder ZipMap(string input, string output, params long[] keys) => Add(1,
    [
        .. Text(1, input), .. Text(2, output), .. Text(4, "ZipMap"), .. Text(7, "ai.onnx.ml"),
        .. Bytes(5, [.. Text(1, "classlabels_int64s"), .. keys.SelectMany(k => Number(8, k)), .. Number(20, 7)]),
    ]);

    /// <summary>An output that is an optional tensor.</summary>
    public OnnxBuilder OptionalOutput(string name, int type) => Add(12, Value(name, Bytes(9, Bytes(1, TensorType(type, [1])))));

    public OnnxBuilder Weights(string name, float[] values, params long[] dimensions) => Add(5,
        [.. dimensions.SelectMany(d => Number(1, d)), .. Number(2, Float), .. Text(8, name), .. Bytes(9, [.. values.SelectMany(BitConverter.GetBytes)])]);

    /// <summary>Weights that lie in a file beside the model.</summary>
    public OnnxBuilder ExternalWeights(string name, string file, params long[] dimensions) => Add(5,
        [.. dimensions.SelectMany(d => Number(1, d)), .. Number(2, Float), .. Text(8, name), .. Bytes(13, [.. Text(1, "location"), .. Text(2, file)]), .. Number(14, 1)]);

    public byte[] Build() =>
    [
        .. Number(1, 10), .. Text(2, "mce-tests"), .. Text(3, ProducerVersion), .. Text(4, "example.mce"), .. Number(5, 3), .. Text(6, "A test."),
        .. Bytes(7, [.. Text(2, "graph"), .. _graph]),
        .. Bytes(8, Number(2, OperatorSet)), .. Bytes(8, [.. Text(1, "ai.onnx.ml"), .. Number(2, 3)]),
        .. Bytes(14, [.. Text(1, "owner"), .. Text(2, "nobody")]),
    ];

    private OnnxBuilder Add(int field, byte[] message)
    {
        _graph.AddRange(Bytes(field, message));
        return this;
    }

    private static byte[] Value(string name, byte[] type) => [.. Text(1, name), .. Bytes(2, type)];

    // Dimensions: a long, a name, or null for an unnamed one; no array at all for an unknown rank.
    private static byte[] TensorType(int type, object?[]? dimensions)
    {
        byte[] shape = dimensions is null ? [] : Bytes(2, [.. dimensions.SelectMany(d => Bytes(1, d switch
        {
            null => [],
            string symbol => Text(2, symbol),
            _ => Number(1, Convert.ToInt64(d, System.Globalization.CultureInfo.InvariantCulture)),
        }))]);
        return Bytes(1, [.. Number(1, type), .. shape]);
    }

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] content) => [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)content.Length), .. content];

    private static byte[] Number(int field, long value) => [.. Varint((ulong)field << 3), .. Varint((ulong)value)];

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
