using System.Text;

namespace Mce.Plugins.Onnx.Tests;

/// <summary>Writes small ONNX files by hand: what exporters rarely make, and what is wrong on purpose.</summary>
/// <remarks>Field numbers are those of onnx.proto.</remarks>
internal sealed class OnnxBuilder
{
    public const int Float = 1;
    public const int Int64 = 7;

    private readonly List<byte> _graph = [];
    private readonly List<byte> _model = [];

    public int OperatorSet { get; init; } = 17;

    /// <summary>Another operator set besides the usual two.</summary>
    public (string Domain, int Version)? FurtherSet { get; init; }

    public int MachineLearningSet { get; init; } = 3;

    public int IrVersion { get; init; } = 10;

    public string ProducerVersion { get; init; } = "7.8";

    public OnnxBuilder Node(string type, string[] inputs, string[] outputs) =>
        Add(1, [.. inputs.SelectMany(i => Text(1, i)), .. outputs.SelectMany(o => Text(2, o)), .. Text(4, type)]);

    /// <summary>A node of another domain, or with attributes made by the methods below.</summary>
    public OnnxBuilder Node(string type, string domain, string[] inputs, string[] outputs, params byte[][] attributes) =>
        Add(1, NodeOf(type, domain, inputs, outputs, attributes));

    public OnnxBuilder Input(string name, int type, params object?[]? dimensions) => Add(11, Value(name, TensorType(type, dimensions)));

    public OnnxBuilder Output(string name, int type, params object?[]? dimensions) => Add(12, Value(name, TensorType(type, dimensions)));

    /// <summary>An input of any type, which one of the methods below makes.</summary>
    public OnnxBuilder Input(string name, byte[] type) => Add(11, Value(name, type));

    public OnnxBuilder Output(string name, byte[] type) => Add(12, Value(name, type));

    public static byte[] SequenceOf(byte[] element) => Bytes(4, Bytes(1, element));

    public static byte[] OptionalOf(byte[] content) => Bytes(9, Bytes(1, content));

    public static byte[] MapOf(int keys, int values) => Bytes(5, [.. Number(1, keys), .. Bytes(2, TensorType(values, []))]);

    public static byte[] TensorOf(int type, params object?[]? dimensions) => TensorType(type, dimensions);

    public static byte[] Attribute(string name, long value) => Bytes(5, [.. Text(1, name), .. Number(3, value), .. Number(20, 2)]);

    public static byte[] Attribute(string name, params string[] values) => Bytes(5, [.. Text(1, name), .. values.SelectMany(v => Text(9, v)), .. Number(20, 8)]);

    public static byte[] TypeAttribute(string name, byte[] type) => Bytes(5, [.. Text(1, name), .. Bytes(14, type), .. Number(20, 13)]);

    /// <summary>A tensor of float32 whose elements lie in a file beside the model.</summary>
    public static byte[] ExternalAttribute(string name, string file, long count) => Bytes(5,
        [.. Text(1, name), .. Bytes(5, [.. Number(1, count), .. Number(2, Float), .. Entry(13, "location", file), .. Number(14, 1)]), .. Number(20, 4)]);

    /// <summary>A sub-graph with one node and one output.</summary>
    public static byte[] GraphAttribute(string name, string output, string type, string[] inputs, params byte[][] attributes) => Bytes(5,
    [
        .. Text(1, name), .. Bytes(6, [.. Bytes(1, NodeOf(type, "", inputs, [output], attributes)), .. Text(2, name), .. Bytes(12, Text(1, output))]), .. Number(20, 5),
    ]);

    /// <summary>A function of the model's own, with one node.</summary>
    public OnnxBuilder Function(string domain, string name, string type)
    {
        byte[] node = NodeOf(type, "", ["a"], ["b"]);
        _model.AddRange(Bytes(25, [.. Text(1, name), .. Text(4, "a"), .. Text(5, "b"), .. Bytes(7, node), .. Bytes(9, Number(2, OperatorSet)), .. Text(10, domain)]));
        return this;
    }

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

    /// <summary>Weights that lie in a file beside the model, from an offset on, of any element type.</summary>
    public OnnxBuilder ExternalWeights(string name, string file, int type, long offset, long length, params long[] dimensions) => Add(5,
    [
        .. dimensions.SelectMany(d => Number(1, d)), .. Number(2, type), .. Text(8, name),
        .. Entry(13, "location", file), .. Entry(13, "offset", $"{offset}"), .. Entry(13, "length", $"{length}"), .. Number(14, 1),
    ]);

    public OnnxBuilder Weights(string name, float[] values, params long[] dimensions) => Add(5,
        [.. dimensions.SelectMany(d => Number(1, d)), .. Number(2, Float), .. Text(8, name), .. Bytes(9, [.. values.SelectMany(BitConverter.GetBytes)])]);

    /// <summary>Weights that lie in a file beside the model.</summary>
    public OnnxBuilder ExternalWeights(string name, string file, params long[] dimensions) => Add(5,
        [.. dimensions.SelectMany(d => Number(1, d)), .. Number(2, Float), .. Text(8, name), .. Bytes(13, [.. Text(1, "location"), .. Text(2, file)]), .. Number(14, 1)]);

    public byte[] Build() =>
    [
        .. Number(1, IrVersion), .. Text(2, "mce-tests"), .. Text(3, ProducerVersion), .. Text(4, "example.mce"), .. Number(5, 3), .. Text(6, "A test."),
        .. Bytes(7, [.. Text(2, "graph"), .. _graph]),
        .. Bytes(8, Number(2, OperatorSet)), .. Bytes(8, [.. Text(1, "ai.onnx.ml"), .. Number(2, MachineLearningSet)]),
        .. FurtherSet is { } set ? Bytes(8, [.. Text(1, set.Domain), .. Number(2, set.Version)]) : [],
        .. Entry(14, "owner", "nobody"), .. _model,
    ];

    private OnnxBuilder Add(int field, byte[] message)
    {
        _graph.AddRange(Bytes(field, message));
        return this;
    }

    private static byte[] NodeOf(string type, string domain, string[] inputs, string[] outputs, params byte[][] attributes) =>
        [.. inputs.SelectMany(i => Text(1, i)), .. outputs.SelectMany(o => Text(2, o)), .. Text(4, type), .. attributes.SelectMany(a => a), .. Text(7, domain)];

    private static byte[] Entry(int field, string key, string value) => Bytes(field, [.. Text(1, key), .. Text(2, value)]);

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
