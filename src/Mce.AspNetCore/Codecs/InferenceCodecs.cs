namespace Mce.AspNetCore;

/// <summary>The codecs that the library has.</summary>
internal static class InferenceCodecs
{
    /// <summary>One of each, in the order of preference: JSON first.</summary>
    public static InferenceCodec[] CreateDefault() => [new JsonCodec(), new CsvCodec(), new PlainTextCodec(), new NpyCodec(), new OctetStreamCodec()];
}
