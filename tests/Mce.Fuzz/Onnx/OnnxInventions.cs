using System.Text;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Onnx;

/// <summary>Models made from nothing: operators over sound weights, so that what they are given reaches their kernels.</summary>
internal static class OnnxInventions
{
    private const int Int64 = 7;
    private static readonly int[] Types = [1, 1, 1, 1, 1, 1, 11, Int64, 6, 9, 2, 3, 10, 8];

    /// <summary>Makes a model and says of what.</summary>
    public static ProtoMessage Create(Chance chance, out string edit)
    {
        ProtoMessage model = new ProtoMessage(ProtoSchema.Model).Add(1, 8);
        ProtoMessage graph = model.AddMessage(7).Add(2, "g");
        var told = new StringBuilder("made of");
        var values = new List<string>();
        int nodes = chance.Between(1, 3);
        // One type for most of a model: operators that take two of them are rare.
        int type = chance.Of(Types);
        for (int n = 0; n < nodes; n++)
        {
            OnnxOperator name = chance.Of(OnnxOperators.All);
            told.Append(n == 0 ? " " : ", ").Append(name).Append('(');
            ProtoMessage node = graph.AddMessage(1);
            int inputs = chance.Between(name.LeastInputs, name.MostInputs);
            for (int i = 0; i < inputs; i++)
            {
                string value = values.Count > 0 && chance.OneIn(4) ? chance.Of(values) : NewWeight(graph, chance, $"w{n}_{i}", i == 0 || !chance.OneIn(3) ? type : Int64);
                values.Add(value);
                node.Add(1, i >= name.LeastInputs && chance.OneIn(6) ? "" : value);
            }

            for (int i = 0, results = chance.Between(name.LeastOutputs, name.MostOutputs); i < results; i++)
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

        model.AddMessage(8).Add(1, "").Add(2, (ulong)chance.Of<int>([7, 11, 13, 16, 17, 18, 19, 20, 21, 22, 22, 22, 22]));
        edit = told.ToString();
        return model;
    }

    private static string NewWeight(ProtoMessage graph, Chance chance, string name, int type)
    {
        OddTensors.FillSound(graph.AddMessage(5).Add(8, name), chance, chance.OneIn(12) ? null : type);
        return name;
    }
}
