using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace Mce.AspNetCore;

/// <summary>Writes UTF-8 text to a body in large steps. Call <see cref="Flush"/> at the end.</summary>
internal ref struct BodyText(IBufferWriter<byte> body)
{
    private const int Step = 4096;

    private Span<byte> _room;
    private int _used;

    /// <summary>Room for so many bytes, at least. <see cref="Advance"/> says how many were used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int bytes)
    {
        if (_room.Length - _used < bytes) Renew(bytes);
        return _room[_used..];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int bytes) => _used += bytes;

    public void Append(byte character)
    {
        Reserve(1)[0] = character;
        _used++;
    }

    /// <summary>Adds text that is UTF-8 already.</summary>
    public void Append(scoped ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            Span<byte> room = Reserve(Math.Min(text.Length, Step));
            int now = Math.Min(room.Length, text.Length);
            text[..now].CopyTo(room);
            _used += now;
            text = text[now..];
        }
    }

    /// <summary>Adds text; a lone surrogate becomes U+FFFD.</summary>
    public void Append(scoped ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            Utf8.FromUtf16(text, Reserve(Math.Min((text.Length + 1) * 3, Step)), out int read, out int written);
            _used += written;
            text = text[read..];
        }
    }

    /// <summary>Adds a number as briefly as it can be read back exactly.</summary>
    public void AppendNumber<T>(T value)
        where T : INumberBase<T>
    {
        const int Longest = 40;
        Span<byte> room = Reserve(Longest);
        int written = typeof(T) == typeof(float) ? RealText.TryFormat((float)(object)value, room) : 0; // the JIT drops the box
        if (written == 0) value.TryFormat(room, out written, default, CultureInfo.InvariantCulture);
        _used += written;
    }

    public void Flush()
    {
        if (_used > 0) body.Advance(_used);
        _used = 0;
        _room = default;
    }

    private void Renew(int bytes)
    {
        Flush();
        _room = body.GetSpan(Math.Max(bytes, Step));
    }
}
