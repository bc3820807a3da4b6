using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Zip;

/// <summary>What archives can lie about: names, sizes, counts, places, encryption, compression.</summary>
internal static class ZipTricks
{
    private static readonly string[] OddNames = ["", "/", "/etc/passwd", "../../evil", "..\\..\\evil", "C:\\evil", "a//b", "a/./b", "CON", "x\0y", "\u202Egnp", new('d', 40_000)];

    /// <summary>Plays one trick, and writes the archive.</summary>
    public static byte[] Apply(List<ZipPart> parts, Chance chance, out string edit)
    {
        ZipPart part = chance.Of(parts);
        switch (chance.Below(15))
        {
            case 0:
                part.Name = chance.Of(OddNames);
                edit = $"an entry named '{Shown(part.Name)}'";
                break;
            case 1:
                ZipPart twin = part.Clone();
                twin.Data = chance.OneIn(2) ? twin.Data : chance.Bytes(Math.Max(1, twin.Data.Length));
                parts.Insert(chance.Below(parts.Count + 1), twin);
                edit = $"'{part.Name}' twice";
                break;
            case 2:
                part.Flags = chance.Of<ushort>([1, 0x41, 0x2000, 0x2001, 8, 0x20]);
                edit = $"'{part.Name}' with the flags {part.Flags:x}";
                break;
            case 3:
                part.LocalName = chance.Of(parts).Name + (chance.OneIn(2) ? "" : "x");
                edit = $"'{part.Name}' named '{part.LocalName}' in its own header";
                break;
            case 4:
                part.ClaimedLength = (ulong)chance.Odd(part.Data.Length);
                edit = $"'{part.Name}' claims {part.ClaimedLength} bytes";
                break;
            case 5:
                part.ClaimedCompressedLength = (ulong)chance.Odd(part.Data.Length);
                edit = $"'{part.Name}' claims {part.ClaimedCompressedLength} compressed bytes";
                break;
            case 6:
                part.ClaimedCrc = (uint)chance.Next();
                edit = $"'{part.Name}' with a wrong checksum";
                break;
            case 7:
                part.ClaimedOffset = (ulong)chance.Odd(100);
                edit = $"'{part.Name}' at {part.ClaimedOffset}";
                break;
            case 8:
                return Zip64(parts, part, chance, out edit);
            case 9:
                return Bomb(parts, part, chance, out edit);
            case 10:
                return Overlap(parts, part, chance, out edit);
            case 11:
                return Many(parts, chance, out edit);
            case 12:
                part.Method = chance.Of<ushort>([1, 6, 9, 12, 14, 93, 95, 99, 0xFFFF, 0, 8]);
                edit = $"'{part.Name}' with the compression method {part.Method}";
                break;
            case 13:
                part.UnixMode = 0xA1FF;
                part.Data = "/etc/passwd"u8.ToArray();
                edit = $"'{part.Name}' as a symbolic link";
                break;
            default:
                return Ends(parts, chance, out edit);
        }

        return new ZipImage { Parts = parts }.Write();
    }

    private static byte[] Zip64(List<ZipPart> parts, ZipPart part, Chance chance, out string edit)
    {
        part.Zip64 = true;
        if (chance.OneIn(2)) part.ClaimedLength = (ulong)chance.Odd(part.Data.Length);
        if (chance.OneIn(2)) part.ClaimedCompressedLength = (ulong)chance.Odd(part.Data.Length);
        if (chance.OneIn(3)) part.ClaimedOffset = (ulong)chance.Odd(100);
        edit = $"'{part.Name}' in zip64 with {part.ClaimedLength}, {part.ClaimedCompressedLength} at {part.ClaimedOffset}";
        return new ZipImage { Parts = parts }.Write();
    }

    private static byte[] Bomb(List<ZipPart> parts, ZipPart part, Chance chance, out string edit)
    {
        // A mebibyte of zeros is a kibibyte in the file.
        part.Data = [.. part.Data, .. new byte[chance.OneIn(8) ? 1 << 26 : 1 << 20]];
        part.Compress = true;
        int original = part.Data.Length;
        if (chance.OneIn(3)) part.ClaimedLength = (ulong)chance.Between(1, 4096);
        edit = $"'{part.Name}' unpacks to {original} bytes and claims {part.ClaimedLength ?? (ulong)original}";
        return new ZipImage { Parts = parts }.Write();
    }

    private static byte[] Overlap(List<ZipPart> parts, ZipPart part, Chance chance, out string edit)
    {
        int at = parts.IndexOf(part) + 1;
        int count = chance.Of<int>([1, 10, 1_000]);
        for (int i = 0; i < count; i++)
        {
            ZipPart copy = part.Clone();
            copy.Overlaps = true;
            if (i > 0) copy.Name = $"{part.Name}.{i}";
            parts.Insert(at, copy);
        }

        edit = $"{count} more entries over the bytes of '{part.Name}'";
        return new ZipImage { Parts = parts }.Write();
    }

    private static byte[] Many(List<ZipPart> parts, Chance chance, out string edit)
    {
        int count = chance.Of<int>([1_000, 20_000, 65_000]);
        string folder = Path.GetDirectoryName(chance.Of(parts).Name) ?? "";
        for (int i = 0; i < count; i++) parts.Add(new ZipPart($"{folder}/{i}", [], compress: false));
        edit = $"{count} empty entries more";
        return new ZipImage { Parts = parts }.Write();
    }

    private static byte[] Ends(List<ZipPart> parts, Chance chance, out string edit)
    {
        edit = "";
        switch (chance.Below(5))
        {
            case 0:
                edit = "bytes before the archive";
                return new ZipImage { Parts = parts, Prefix = chance.Bytes(chance.Between(1, 200)) }.Write();
            case 1:
                edit = "another number of entries in the end record";
                return new ZipImage { Parts = parts, ClaimedCount = (ushort)chance.Odd(parts.Count) }.Write();
            case 2:
                edit = "another place of the directory";
                return new ZipImage { Parts = parts, ClaimedDirectoryOffset = (uint)chance.Odd(1000) }.Write();
            case 3:
                edit = "another length of the directory";
                return new ZipImage { Parts = parts, ClaimedDirectoryLength = (uint)chance.Odd(1000) }.Write();
            default:
                byte[] inner = new ZipImage { Parts = parts }.Write();
                edit = "a whole archive as its comment";
                return new ZipImage { Parts = parts, Comment = inner.Length < ushort.MaxValue ? inner : inner[..ushort.MaxValue] }.Write();
        }
    }

    private static string Shown(string name) => name.Length > 40 ? $"{name.Length} characters" : name.Replace('\0', '?');
}
