using System.Runtime.InteropServices;
using System.Text;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx.Execution;

/// <summary>Copies text between the contract's strings and ONNX Runtime's UTF-8. Text is never shared: both sides own theirs.</summary>
internal static unsafe class TextTensors
{
    /// <summary>Fills a native text tensor with a copy of strings, as many as it has. A null counts as empty.</summary>
    public static void Write(OrtApi api, nint value, ReadOnlySpan<string> texts)
    {
        for (int i = 0; i < texts.Length; i++)
        {
            string text = texts[i] ?? "";
            Encoding.UTF8.GetBytes(text, api.ResizeText(value, i, Encoding.UTF8.GetByteCount(text)));
        }
    }

    /// <summary>Copies the texts of a tensor.</summary>
    /// <param name="api">The API.</param>
    /// <param name="value">A text tensor.</param>
    /// <param name="texts">Exactly as long as the tensor.</param>
    public static void Read(OrtApi api, nint value, Span<string> texts)
    {
        if (texts.IsEmpty) return;
        nuint length = api.GetTextLength(value);
        var bytes = (byte*)NativeMemory.Alloc(Math.Max(1, length));
        var offsets = (nuint*)NativeMemory.Alloc((nuint)texts.Length, (nuint)sizeof(nuint));
        try
        {
            api.CopyTexts(value, bytes, length, offsets, (nuint)texts.Length);
            for (int i = 0; i < texts.Length; i++)
            {
                nuint end = i + 1 < texts.Length ? offsets[i + 1] : length;
                texts[i] = Encoding.UTF8.GetString(bytes + offsets[i], checked((int)(end - offsets[i])));
            }
        }
        finally
        {
            NativeMemory.Free(bytes);
            NativeMemory.Free(offsets);
        }
    }
}
