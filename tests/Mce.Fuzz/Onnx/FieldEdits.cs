using System.Text;
using Mce.Fuzz.Bytes;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Onnx;

/// <summary>Edits of single fields anywhere in a model: numbers, names, data, whole messages.</summary>
internal static class FieldEdits
{
    private static readonly string[] OddNames = ["", " ", "x", "..", "../x", "/", "a/b", "\0", "é", "ai.onnx", "ai.onnx.ml", "com.microsoft", "ai.onnx.training", "%s%n", new('n', 70_000)];

    /// <summary>Changes one field and says which.</summary>
    public static string Apply(ProtoMessage model, Chance chance)
    {
        ProtoMessage holder = chance.Of([.. model.WithInner().Where(m => m.Fields.Count > 0)]);
        int index = chance.Below(holder.Fields.Count);
        ProtoField field = holder.Fields[index];
        string where = $"{holder.Schema.Name}.{holder.Schema.FieldName(field.Number)}";
        if (chance.OneIn(6)) return Move(holder, index, where, chance);
        if (field.Message is { } message) return EditMessage(model, holder, index, message, where, chance);
        if (field.WireType == 0)
        {
            long before = (long)field.Value;
            field.Value = (ulong)chance.Odd(before);
            return $"{where} from {before} to {(long)field.Value}";
        }

        if (field.WireType != 2)
        {
            field.Bytes = chance.Of([chance.Bytes(field.Bytes!.Length), new byte[field.Bytes.Length], [.. Enumerable.Repeat((byte)0xFF, field.Bytes.Length)]]);
            return $"{where} with other bytes";
        }

        return EditBytes(model, field, where, chance);
    }

    private static string Move(ProtoMessage holder, int index, string where, Chance chance)
    {
        ProtoField field = holder.Fields[index];
        switch (chance.Below(3))
        {
            case 0:
                holder.Fields.RemoveAt(index);
                return $"{where} removed";
            case 1:
                holder.Fields.Insert(chance.Below(holder.Fields.Count), field);
                return $"{where} twice";
            default:
                int other = chance.Below(holder.Fields.Count);
                (holder.Fields[index], holder.Fields[other]) = (holder.Fields[other], holder.Fields[index]);
                return $"{where} in another place";
        }
    }

    private static string EditMessage(ProtoMessage model, ProtoMessage holder, int index, ProtoMessage message, string where, Chance chance)
    {
        int number = holder.Fields[index].Number;
        switch (chance.Below(4))
        {
            case 0:
                ProtoMessage other = chance.Of([.. model.WithInner().Where(m => m.Schema == message.Schema)]).Clone();
                holder.Fields[index] = new ProtoField(number, 2) { Message = other };
                return $"{where} from elsewhere in the model";
            case 1:
                holder.Fields[index] = new ProtoField(number, 2) { Bytes = [] };
                return $"{where} empty";
            case 2:
                holder.Fields[index] = new ProtoField(number, 2) { Bytes = ByteEdits.Apply(message.ToBytes(), chance, out string edit) };
                return $"{where}: {edit}";
            default:
                holder.Fields[index].ForgedLength = (ulong)chance.Odd(message.ToBytes().Length);
                return $"{where} with a forged length";
        }
    }

    private static string EditBytes(ProtoMessage model, ProtoField field, string where, Chance chance)
    {
        byte[] bytes = field.Bytes!;
        switch (chance.Below(5))
        {
            case 0:
                field.Bytes = ByteEdits.Apply(bytes, chance, out string edit);
                return $"{where}: {edit}";
            case 1:
                field.Bytes = bytes[..chance.Below(bytes.Length)];
                return $"{where} shorter";
            case 2:
                field.Bytes = [.. bytes, .. chance.Bytes(chance.Between(1, 64))];
                return $"{where} longer";
            case 3:
                string name = chance.Of(OddNames);
                field.Bytes = Encoding.UTF8.GetBytes(name);
                return $"{where} is now '{(name.Length > 20 ? $"{name.Length} characters" : name)}'";
            default:
                // Names of one kind where another is meant: the shortest way to cycles, doubles and missing values.
                ProtoField[] texts = [.. model.WithInner().SelectMany(m => m.Fields).Where(f => f.Bytes is { Length: > 0 and < 64 } && f.WireType == 2)];
                if (texts.Length > 0) field.Bytes = chance.Of(texts).Bytes;
                return $"{where} is now '{field.Text}'";
        }
    }
}
