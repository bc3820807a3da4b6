using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

namespace Mce.Benchmarks.Http;

/// <summary>Buffers for one image and its scores, bound to the session once. Used by one request at a time.</summary>
internal sealed class TunedCall : IDisposable
{
    public const string Json = "application/json";

    private const int Pixels = 64;
    private const int Scores = 10;
    private const int MostJson = 512; // ten numbers of at most 16 characters, and what stands around them

    private readonly float[] _pixels = new float[Pixels];
    private readonly float[] _scores = new float[Scores];
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly OrtValue _input;
    private readonly OrtValue _output;

    public TunedCall(InferenceSession session)
    {
        _session = session;
        _binding = session.CreateIoBinding();
        // The values pin their arrays.
        _input = OrtValue.CreateTensorValueFromMemory(_pixels, [1, Pixels]);
        _output = OrtValue.CreateTensorValueFromMemory(_scores, [1, Scores]);
        _binding.BindInput("pixels", _input);
        _binding.BindOutput("scores", _output);
    }

    /// <summary>Reads <c>{"instances":[[…]]}</c> with one row.</summary>
    public bool TryReadJson(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        if (!reader.Read() || !reader.ValueTextEquals("instances"u8)) return false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        for (int i = 0; i < Pixels; i++)
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.Number) return false;
            _pixels[i] = reader.GetSingle();
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndArray
            && reader.Read() && reader.TokenType == JsonTokenType.EndArray
            && reader.Read() && reader.TokenType == JsonTokenType.EndObject
            && !reader.Read();
    }

    public bool TryReadBytes(in ReadOnlySequence<byte> body)
    {
        Span<byte> pixels = MemoryMarshal.AsBytes(_pixels.AsSpan());
        if (body.Length != pixels.Length) return false;
        body.CopyTo(pixels);
        return true;
    }

    public void Run() => _session.RunWithBinding(_options, _binding);

    public void WriteJson(HttpResponse response)
    {
        Span<byte> json = response.BodyWriter.GetSpan(MostJson);
        ReadOnlySpan<byte> head = """{"predictions":[["""u8;
        head.CopyTo(json);
        int length = head.Length;
        foreach (float score in _scores)
        {
            score.TryFormat(json[length..], out int written, provider: CultureInfo.InvariantCulture);
            length += written;
            json[length++] = (byte)',';
        }

        "]]}"u8.CopyTo(json[(length - 1)..]); // over the last comma
        length += 2;
        response.ContentType = Json;
        response.ContentLength = length;
        response.BodyWriter.Advance(length);
    }

    public void WriteBytes(HttpResponse response)
    {
        response.ContentType = "application/octet-stream";
        response.ContentLength = Scores * sizeof(float);
        response.BodyWriter.Write(MemoryMarshal.AsBytes(_scores.AsSpan()));
    }

    public void Dispose()
    {
        _binding.Dispose();
        _input.Dispose();
        _output.Dispose();
        _options.Dispose();
    }
}
