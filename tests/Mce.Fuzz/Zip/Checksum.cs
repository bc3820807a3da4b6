namespace Mce.Fuzz.Zip;

/// <summary>The checksum of zip archives.</summary>
internal static class Checksum
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Step((uint)i, 8))];

    public static uint Crc32(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data) crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Step(uint value, int bits) => bits == 0 ? value : Step((value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1, bits - 1);
}
