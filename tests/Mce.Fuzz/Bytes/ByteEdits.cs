using System.Buffers.Binary;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Bytes;

/// <summary>Damage that knows nothing of what it damages: flipped bits, cuts, numbers that lie.</summary>
internal static class ByteEdits
{
    /// <summary>Damages bytes once and says how.</summary>
    public static byte[] Apply(byte[] bytes, Chance chance, out string edit)
    {
        if (bytes.Length == 0)
        {
            edit = "bytes where there were none";
            return chance.Bytes(chance.Between(1, 40));
        }

        int at = chance.Below(bytes.Length);
        switch (chance.Below(8))
        {
            case 0:
                int count = chance.Between(1, 8);
                edit = $"{count} flipped bit(s) from {at}";
                byte[] flipped = [.. bytes];
                for (int i = 0; i < count; i++) flipped[Math.Min(at + chance.Below(64), bytes.Length - 1)] ^= (byte)(1 << chance.Below(8));
                return flipped;
            case 1:
                edit = $"cut at {at}";
                return bytes[..at];
            case 2:
                edit = $"random bytes at {at}";
                byte[] random = [.. bytes];
                chance.Bytes(Math.Min(chance.Between(1, 16), bytes.Length - at)).CopyTo(random, at);
                return random;
            case 3:
                int removed = Math.Min(chance.Between(1, 64), bytes.Length - at);
                edit = $"{removed} byte(s) removed at {at}";
                return [.. bytes[..at], .. bytes[(at + removed)..]];
            case 4:
                byte[] inserted = chance.Bytes(chance.Between(1, 64));
                edit = $"{inserted.Length} byte(s) inserted at {at}";
                return [.. bytes[..at], .. inserted, .. bytes[at..]];
            case 5:
                int from = chance.Below(bytes.Length);
                int length = Math.Min(chance.Between(1, 256), bytes.Length - Math.Max(from, at));
                edit = $"{length} byte(s) of {from} copied to {at}";
                byte[] copied = [.. bytes];
                bytes.AsSpan(from, length).CopyTo(copied.AsSpan(at));
                return copied;
            case 6:
                edit = "zeros from " + at;
                byte[] zeroed = [.. bytes];
                zeroed.AsSpan(at, Math.Min(chance.Between(1, 512), bytes.Length - at)).Clear();
                return zeroed;
            default:
                return LieNumber(bytes, at, chance, out edit);
        }
    }

    /// <summary>Puts another number where one may stand, 2 to 8 bytes wide, little-endian.</summary>
    public static byte[] LieNumber(byte[] bytes, int at, Chance chance, out string edit)
    {
        int width = 1 << chance.Between(1, 3);
        edit = $"no room for a number at {at}";
        if (at + width > bytes.Length) return bytes;
        byte[] result = [.. bytes];
        Span<byte> place = result.AsSpan(at, width);
        long current = width switch
        {
            2 => BinaryPrimitives.ReadInt16LittleEndian(place),
            4 => BinaryPrimitives.ReadInt32LittleEndian(place),
            _ => BinaryPrimitives.ReadInt64LittleEndian(place),
        };
        long other = chance.Odd(current);
        Span<byte> wide = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(wide, other);
        wide[..width].CopyTo(place);
        edit = $"the {width}-byte number at {at} from {current} to {other}";
        return result;
    }
}
