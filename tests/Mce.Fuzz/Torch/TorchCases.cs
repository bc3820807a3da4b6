using System.Text.Json;
using System.Text.Json.Nodes;
using Mce.Fuzz.Bytes;
using Mce.Fuzz.Cases;
using Mce.Fuzz.Zip;

namespace Mce.Fuzz.Torch;

/// <summary>torch.export archives that unpack well and hold strange programs and weights.</summary>
internal static class TorchCases
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };
    private static readonly JsonSerializerOptions Written = new() { MaxDepth = 512 };

    public static FuzzCase Create(ulong seed, CorpusFile origin, Chance chance)
    {
        List<ZipPart> parts = ZipPart.Read(origin.Bytes);
        if (chance.OneIn(4))
        {
            byte[] tricked = ZipTricks.Apply(parts, chance, out string trick);
            return new FuzzCase(FuzzFormat.Torch, seed, origin.Name, [trick], tricked);
        }

        var edits = new List<string>();
        for (int left = chance.Between(1, 3); left > 0; left--) edits.Add(Edit(parts, chance));
        return new FuzzCase(FuzzFormat.Torch, seed, origin.Name, edits, new ZipImage { Parts = parts }.Write());
    }

    private static string Edit(List<ZipPart> parts, Chance chance)
    {
        ZipPart[] documents = [.. parts.Where(p => p.Name.EndsWith(".json", StringComparison.Ordinal))];
        ZipPart? program = documents.FirstOrDefault(p => p.Name.EndsWith("models/model.json", StringComparison.Ordinal));
        switch (chance.Below(10))
        {
            case 0:
                ZipPart part = chance.Of(parts);
                part.Data = ByteEdits.Apply(part.Data, chance, out string edit);
                return $"'{part.Name}': {edit}";
            case 1:
                ZipPart removed = chance.Of(parts);
                parts.Remove(removed);
                return $"'{removed.Name}' removed";
            case < 5 when program is not null:
                return InDocument(program, root => ProgramEdits.Apply(root, chance));
            case < 7 when program is not null:
                return InDocument(program, root => OperatorEdits.Apply(root, chance));
            default:
                return documents.Length == 0 ? "no documents" : EditDocument(chance.Of(documents), chance);
        }
    }

    private static string EditDocument(ZipPart part, Chance chance)
    {
        if (!chance.OneIn(10)) return InDocument(part, root => JsonEdits.Apply(root, chance));
        int depth = chance.Of<int>([60, 200, 10_000, 1_000_000]);
        part.Data = [.. Enumerable.Repeat((byte)'[', depth), .. Enumerable.Repeat((byte)']', depth)];
        return $"'{part.Name}' nested {depth} deep";
    }

    private static string InDocument(ZipPart part, Func<JsonNode, string> edit)
    {
        try
        {
            if (JsonNode.Parse(part.Data, documentOptions: Deep) is not { } root) return $"'{part.Name}' is null";
            string said = edit(root);
            part.Data = System.Text.Encoding.UTF8.GetBytes(root.ToJsonString(Written));
            return $"'{part.Name[(part.Name.LastIndexOf('/') + 1)..]}': {said}";
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // An edit before this one cut it, made it no text, or gave it two properties of one name.
            return $"'{part.Name}' is no document any more";
        }
    }
}
