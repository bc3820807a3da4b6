using Mce.Fuzz.Bytes;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Onnx;

/// <summary>ONNX models that protobuf can read and that say strange things.</summary>
internal static class OnnxCases
{
    public static FuzzCase Create(ulong seed, CorpusFile origin, Chance chance)
    {
        if (chance.OneIn(3)) return new FuzzCase(FuzzFormat.Onnx, seed, "nothing", [], OnnxInventions.Create(chance, out string made).ToBytes()) { Edits = [made] };

        ProtoMessage model = ProtoMessage.Parse(origin.Bytes, ProtoSchema.Model);
        var edits = new List<string>();
        var files = new List<SideFile>();
        switch (chance.Below(10))
        {
            case < 5:
                for (int left = chance.Between(1, 4); left > 0; left--) edits.Add(FieldEdits.Apply(model, chance));
                break;
            case < 8:
                for (int left = chance.Between(1, 3); left > 0; left--) edits.Add(NodeEdits.Apply(model, chance));
                break;
            default:
                edits.Add(OnnxTricks.Apply(model, chance, files));
                break;
        }

        byte[] bytes = model.ToBytes();
        if (chance.OneIn(12))
        {
            bytes = ByteEdits.Apply(bytes, chance, out string edit);
            edits.Add(edit);
        }

        return new FuzzCase(FuzzFormat.Onnx, seed, origin.Name, edits, bytes) { SideFiles = files };
    }
}
