using System.Text;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Onnx;

/// <summary>Models made from nothing: operators over sound weights, so that what they are given reaches their kernels.</summary>
internal static class OnnxInventions
{
    /// <summary>Makes a model and says of what.</summary>
    public static ProtoMessage Create(Chance chance, out string edit)
    {
        ProtoMessage model = new ProtoMessage(ProtoSchema.Model).Add(1, 8);
        ProtoMessage graph = model.AddMessage(7).Add(2, "g");
        var told = new StringBuilder("made of");
        var values = new List<string>();
        int nodes = chance.Between(1, 3);
        for (int n = 0; n < nodes; n++)
        {
            string name = chance.Of(OnnxOperators.Names);
            told.Append(n == 0 ? " " : ", ").Append(name).Append('(');
            ProtoMessage node = graph.AddMessage(1);
            for (int i = chance.Between(0, 5); i > 0; i--)
            {
                string value = values.Count > 0 && chance.OneIn(3) ? chance.Of(values) : NewWeight(graph, chance, $"w{values.Count}");
                if (!values.Contains(value)) values.Add(value);
                node.Add(1, chance.OneIn(20) ? "" : value);
            }

            for (int i = 0, results = chance.Between(1, 3); i < results; i++)
            {
                string result = $"y{n}_{i}";
                node.Add(2, result);
                values.Add(result);
                if (n == nodes - 1) graph.AddMessage(12).Add(1, result);
            }

            OnnxOperators.Set(model, node, name);
            for (int i = chance.Below(4); i > 0; i--) told.Append(OddAttributes.Add(node, chance)).Append(' ');
            told.Append(')');
        }

        model.AddMessage(8).Add(1, "").Add(2, (ulong)chance.Of<int>([7, 9, 11, 13, 16, 17, 18, 19, 20, 21, 22]));
        edit = told.ToString();
        return model;
    }

    private static string NewWeight(ProtoMessage graph, Chance chance, string name)
    {
        OddTensors.FillSound(graph.AddMessage(5).Add(8, name), chance);
        return name;
    }
}
