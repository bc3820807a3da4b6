using System.Globalization;
using System.Text.Json;

namespace Mce.Conformance;

/// <summary>Reads the tensors of <c>NAME.cases.json</c> files; <c>tests/TestModels/README.md</c> describes the format.</summary>
public static class CaseTensor
{
    /// <summary>A tensor from its <c>dtype</c>, <c>shape</c> and flat <c>data</c>.</summary>
    /// <exception cref="InvalidDataException">The type is none of the format's.</exception>
    public static InferenceTensor Read(JsonElement json)
    {
        return json.GetProperty("dtype").GetString() switch
        {
            "bool" => Make(e => e.GetBoolean()),
            "int8" => Make(e => e.GetSByte()),
            "int16" => Make(e => e.GetInt16()),
            "int32" => Make(e => e.GetInt32()),
            "int64" => Make(e => e.GetInt64()),
            "uint8" => Make(e => e.GetByte()),
            "uint16" => Make(e => e.GetUInt16()),
            "uint32" => Make(e => e.GetUInt32()),
            "uint64" => Make(e => e.GetUInt64()),
            "float16" => Make(e => (Half)Number(e)),
            "bfloat16" => Make(e => (BFloat16)(float)Number(e)),
            "float32" => Make(e => (float)Number(e)),
            "float64" => Make(Number),
            "string" => Make(e => e.GetString()!),
            "datetime" => Make(e => DateTime.Parse(e.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind).Ticks),
            "datetimeoffset" => Make(e => DateTimeOffset.Parse(e.GetString()!, CultureInfo.InvariantCulture).UtcTicks),
            "timespan" => Make(e => TimeSpan.Parse(e.GetString()!, CultureInfo.InvariantCulture).Ticks),
            string other => throw new InvalidDataException($"The case file has a tensor of type {other}."),
            null => throw new InvalidDataException("The case file has a tensor without a type."),
        };

        InferenceTensor Make<T>(Func<JsonElement, T> read) =>
            InferenceTensor.FromArray([.. json.GetProperty("data").EnumerateArray().Select(read)], Shape(json));
    }

    /// <summary>The dimensions of a tensor.</summary>
    public static long[] Shape(JsonElement json) => [.. json.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64())];

    // JSON has no NaN and no infinity: the files spell them out.
    private static double Number(JsonElement json) =>
        json.ValueKind == JsonValueKind.String ? double.Parse(json.GetString()!, CultureInfo.InvariantCulture) : json.GetDouble();
}
