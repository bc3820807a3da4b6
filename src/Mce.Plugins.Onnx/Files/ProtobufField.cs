namespace Mce.Plugins.Onnx.Files;

/// <summary>A field of a protobuf message.</summary>
/// <param name="Number">The field's number in its message.</param>
/// <param name="WireType">0 a number, 1 and 5 fixed bytes, 2 bytes with a length: text or a message.</param>
/// <param name="Value">The value of a number.</param>
/// <param name="Start">Where the bytes start, in the file.</param>
/// <param name="End">Where they end; for a number its own end.</param>
internal readonly record struct ProtobufField(int Number, int WireType, ulong Value, long Start, long End)
{
    public bool IsBytes => WireType == 2;
}
