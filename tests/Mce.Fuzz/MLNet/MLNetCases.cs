using Mce.Fuzz.Bytes;
using Mce.Fuzz.Cases;
using Mce.Fuzz.Zip;

namespace Mce.Fuzz.MLNet;

/// <summary>ML.NET archives that unpack well and hold strange parts.</summary>
internal static class MLNetCases
{
    public static FuzzCase Create(ulong seed, CorpusFile origin, Chance chance)
    {
        List<ZipPart> parts = ZipPart.Read(origin.Bytes);
        var edits = new List<string>();
        if (chance.OneIn(4))
        {
            byte[] tricked = ZipTricks.Apply(parts, chance, out string trick);
            return new FuzzCase(FuzzFormat.MLNet, seed, origin.Name, [trick], tricked);
        }

        for (int left = chance.Between(1, 3); left > 0; left--) edits.Add(Edit(parts, chance));
        return new FuzzCase(FuzzFormat.MLNet, seed, origin.Name, edits, new ZipImage { Parts = parts }.Write());
    }

    private static string Edit(List<ZipPart> parts, Chance chance)
    {
        ZipPart part = chance.Of(parts);
        switch (chance.Below(12))
        {
            case 0:
                ZipPart other = chance.Of(ZipPart.Read(Corpus.Choose(FuzzFormat.MLNet, chance).Bytes));
                part.Data = other.Data;
                return $"'{part.Name}' is another model's '{other.Name}'";
            case 1:
                if (parts.Count > 1) parts.Remove(part);
                return $"'{part.Name}' removed";
            case 2:
                ZipPart second = chance.Of(parts);
                (part.Data, second.Data) = (second.Data, part.Data);
                return $"'{part.Name}' and '{second.Name}' exchanged";
            case 3:
                return Nest(parts, chance);
            case < 6:
                part.Data = ByteEdits.Apply(part.Data, chance, out string edit);
                return $"'{part.Name}': {edit}";
            case 6:
                return EditText(parts, chance);
            default:
                return EditNumber(parts, chance);
        }
    }

    // Parts are sequences of little-endian numbers behind a header of 256 bytes, text apart.
    private static string EditNumber(List<ZipPart> parts, Chance chance)
    {
        ZipPart[] binary = [.. parts.Where(p => p.Data.Length > 16 && !p.Name.EndsWith(".txt", StringComparison.Ordinal))];
        if (binary.Length == 0) return "no numbers to change";
        ZipPart part = chance.Of(binary);
        const int Header = 256;
        bool body = part.Data.Length > Header + 8 && !chance.OneIn(4);
        int at = body ? Header + chance.Below(part.Data.Length - Header - 4) : chance.Below(part.Data.Length - 8);
        if (!chance.OneIn(4)) at &= ~3;
        part.Data = ByteEdits.LieNumber(part.Data, at, chance, out string edit);
        return $"'{part.Name}': {edit}";
    }

    private static string EditText(List<ZipPart> parts, Chance chance)
    {
        ZipPart[] texts = [.. parts.Where(p => p.Name.EndsWith(".txt", StringComparison.Ordinal))];
        if (texts.Length == 0) return "no text to change";
        ZipPart part = chance.Of(texts);
        string[] lines = System.Text.Encoding.UTF8.GetString(part.Data).Split('\n');
        int at = chance.Below(lines.Length);
        lines[at] = chance.Of<string>(["", "-1", "2147483648", "NaN", "1e400", "\0", "# dimensions=999999999", "0\tx", lines[at] + lines[at], new('9', 100_000)]);
        part.Data = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines));
        return $"'{part.Name}': another line {at}";
    }

    // A chain whose first transform is the same chain again, and so on.
    private static string Nest(List<ZipPart> parts, Chance chance)
    {
        const string Root = "TransformerChain/";
        ZipPart[] chain = [.. parts.Where(p => p.Name.StartsWith(Root, StringComparison.Ordinal))];
        int depth = chance.Of<int>([2, 20, 100, 400]);
        string folder = chance.Of<string>(["Transform_000/", "Model/", "Transform_000/Transform_000/"]);
        string path = Root;
        ZipPart? key = chain.FirstOrDefault(p => p.Name == Root + "Model.key");
        if (key is null) return "nothing to nest";
        for (int i = 0; i < depth && path.Length < 30_000; i++)
        {
            path += folder;
            parts.RemoveAll(p => p.Name == path + "Model.key");
            parts.Add(new ZipPart(path + "Model.key", key.Data, compress: true));
        }

        return $"the chain inside itself, {depth} deep, in {folder}";
    }
}
