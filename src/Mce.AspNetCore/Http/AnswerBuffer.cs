using System.Buffers;
using System.Globalization;

namespace Mce.AspNetCore;

/// <summary>Holds an answer until its length is known: a growing, bounded buffer that serves request after request. Not thread-safe.</summary>
internal sealed class AnswerBuffer : IBufferWriter<byte>
{
    private const int SmallestRoom = 4 << 10;
    private const int LargestKept = 256 << 10; // a rare large answer doesn't hold its memory for ever

    private byte[] _bytes = [];
    private int _written;
    private long _maximum;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _written);

    public void Begin(long maximum)
    {
        _written = 0;
        _maximum = maximum;
    }

    public void End()
    {
        if (_bytes.Length > LargestKept) _bytes = [];
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _written);
        _written += count;
        if (_written > _maximum) throw TooLarge(_maximum);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsSpan(_written);
    }

    public static MceException TooLarge(long maximum) => SizeLimits.Exceeded(
        string.Create(CultureInfo.InvariantCulture, $"The answer is larger than {maximum:N0} bytes"), nameof(MceHttpOptions.MaxResponseBytes), maximum);

    private void Ensure(int sizeHint)
    {
        long needed = _written + (long)Math.Max(1, sizeHint);
        if (needed <= _bytes.Length) return;
        // A writer may ask for more room than it fills: it is what was written that counts, and asking is bounded all the same.
        if (_written > _maximum || needed > 2 * _maximum + SmallestRoom) throw TooLarge(_maximum);
        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(SmallestRoom, 2L * _bytes.Length))));
    }
}
