using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Mce.Models.TestModels;

/// <summary>Writes NAME.cases.json; tests/TestModels/README.md describes the format.</summary>
internal static class CaseFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One case a line; each of <paramref name="results"/> holds a batch's input and output columns.</summary>
    public static void Write(string path, string[] inputs, string[] outputs, IEnumerable<IDataView> results)
    {
        IEnumerable<string> cases = results.Select(result => new JsonObject
        {
            ["inputs"] = new JsonObject(inputs.Select(name => new KeyValuePair<string, JsonNode?>(
                name, Encode(result, name)))),
            ["outputs"] = new JsonArray(outputs.Select(name => Named(name, Encode(result, name))).ToArray()),
        }.ToJsonString(Options));
        File.WriteAllText(path, "{\"cases\":[\n" + string.Join(",\n", cases) + "\n]}\n");
    }

    private static JsonNode Named(string name, JsonObject tensor)
    {
        tensor.Insert(0, "name", name);
        return tensor;
    }

    private static JsonObject Encode(IDataView view, string name)
    {
        DataViewSchema.Column column = view.Schema[name];
        DataViewType item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        Type type = item.RawType;
        if (item is KeyDataViewType)
        {
            return EncodeKey(view, column);
        }

        return type switch
        {
            _ when type == typeof(bool) => Encode<bool>(view, column, "bool", value => value),
            _ when type == typeof(sbyte) => Encode<sbyte>(view, column, "int8", value => value),
            _ when type == typeof(short) => Encode<short>(view, column, "int16", value => value),
            _ when type == typeof(int) => Encode<int>(view, column, "int32", value => value),
            _ when type == typeof(long) => Encode<long>(view, column, "int64", value => value),
            _ when type == typeof(byte) => Encode<byte>(view, column, "uint8", value => value),
            _ when type == typeof(ushort) => Encode<ushort>(view, column, "uint16", value => value),
            _ when type == typeof(uint) => Encode<uint>(view, column, "uint32", value => value),
            _ when type == typeof(ulong) => Encode<ulong>(view, column, "uint64", value => value),
            _ when type == typeof(float) => Encode<float>(view, column, "float32", value => Number(value, value)),
            _ when type == typeof(double) => Encode<double>(view, column, "float64", value => Number(value, value)),
            _ when type == typeof(ReadOnlyMemory<char>) =>
                Encode<ReadOnlyMemory<char>>(view, column, "string", value => value.ToString()),
            _ when type == typeof(DateTime) => Encode<DateTime>(view, column, "datetime", value => Text("O", value)),
            _ when type == typeof(DateTimeOffset) =>
                Encode<DateTimeOffset>(view, column, "datetimeoffset", value => Text("O", value)),
            _ when type == typeof(TimeSpan) => Encode<TimeSpan>(view, column, "timespan", value => Text("c", value)),
            _ => throw new NotSupportedException($"{column.Name} {column.Type}"),
        };
    }

    private static JsonObject Encode<T>(
        IDataView view, DataViewSchema.Column column, string dtype, Func<T, JsonNode?> encode)
    {
        int rows = 0, width = 0;
        var data = new JsonArray();
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        while (cursor.MoveNext())
        {
            T[] values = ReadRow<T>(cursor, column);
            if (rows++ > 0 && width != values.Length)
            {
                throw new InvalidOperationException($"The rows of {column.Name} differ in size: one row a case.");
            }

            width = values.Length;
            foreach (T value in values)
            {
                data.Add(encode(value));
            }
        }

        JsonArray shape = [rows];
        if (column.Type is VectorDataViewType vector)
        {
            foreach (int dimension in vector.IsKnownSize ? vector.Dimensions : [width])
            {
                shape.Add(dimension);
            }
        }

        return new JsonObject { ["dtype"] = dtype, ["shape"] = shape, ["data"] = data };
    }

    private static T[] ReadRow<T>(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            VBuffer<T> buffer = default;
            row.GetGetter<VBuffer<T>>(column)(ref buffer);
            return buffer.DenseValues().ToArray();
        }

        T value = default!;
        row.GetGetter<T>(column)(ref value);
        return [value];
    }

    /// <summary>A key as ML.NET stores it (from 1; 0 means missing), and the values that the keys stand for.</summary>
    private static JsonObject EncodeKey(IDataView view, DataViewSchema.Column column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetKeyValues(ref names);
        string[] values = names.DenseValues().Select(value => value.ToString()).ToArray();

        JsonObject keys = Encode<uint>(view, column, "uint32", value => value);
        keys["values"] = new JsonArray(
            keys["data"]!.AsArray().Select(key => (JsonNode?)values[key!.GetValue<uint>() - 1]).ToArray());
        return keys;
    }

    /// <summary>JSON has no NaN and no infinity.</summary>
    private static JsonNode Number(double value, JsonNode number) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? (value > 0 ? "Infinity" : "-Infinity") : number;

    private static string Text(string format, IFormattable value) =>
        value.ToString(format, CultureInfo.InvariantCulture);
}
