using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Onnx;

/// <summary>Attributes that operators know, with values that they may not expect.</summary>
internal static class OddAttributes
{
    // i, f, s, t: one number, real, text or tensor; a second letter s: several.
    private static readonly (string Name, string Kind)[] Known =
    [
        ("axis", "i"), ("axes", "is"), ("kernel_shape", "is"), ("pads", "is"), ("strides", "is"), ("dilations", "is"), ("group", "i"), ("to", "i"), ("perm", "is"),
        ("keepdims", "i"), ("mode", "s"), ("value", "t"), ("value_ints", "is"), ("value_float", "f"), ("value_strings", "ss"), ("shape", "is"), ("alpha", "f"), ("beta", "f"),
        ("epsilon", "f"), ("auto_pad", "s"), ("ceil_mode", "i"), ("storage_order", "i"), ("count_include_pad", "i"), ("blocksize", "i"), ("num_heads", "i"),
        ("hidden_size", "i"), ("direction", "s"), ("linear_before_reset", "i"), ("input_forget", "i"), ("layout", "i"), ("k", "i"), ("largest", "i"), ("sorted", "i"),
        ("select_last_index", "i"), ("batch_dims", "i"), ("reduction", "s"), ("equation", "s"), ("split", "is"), ("num_outputs", "i"), ("output_shape", "is"),
        ("output_padding", "is"), ("coordinate_transformation_mode", "s"), ("nearest_mode", "s"), ("output_height", "i"), ("output_width", "i"), ("sampling_ratio", "i"),
        ("spatial_scale", "f"), ("pooled_shape", "is"), ("classlabels_int64s", "is"), ("classlabels_strings", "ss"), ("classlabels_ints", "is"), ("coefficients", "fs"),
        ("intercepts", "fs"), ("multi_class", "i"), ("nodes_treeids", "is"), ("nodes_nodeids", "is"), ("nodes_falsenodeids", "is"), ("nodes_truenodeids", "is"),
        ("nodes_featureids", "is"), ("nodes_modes", "ss"), ("nodes_values", "fs"), ("nodes_hitrates", "fs"), ("target_ids", "is"), ("target_nodeids", "is"),
        ("target_treeids", "is"), ("target_weights", "fs"), ("class_ids", "is"), ("class_nodeids", "is"), ("class_treeids", "is"), ("class_weights", "fs"),
        ("base_values", "fs"), ("n_targets", "i"), ("post_transform", "s"), ("vectors_per_class", "is"), ("support_vectors", "fs"), ("rho", "fs"), ("kernel_type", "s"),
        ("kernel_params", "fs"), ("n_supports", "i"), ("prob_a", "fs"), ("ngram_counts", "is"), ("ngram_indexes", "is"), ("pool_int64s", "is"), ("pool_strings", "ss"),
        ("min_gram_length", "i"), ("max_gram_length", "i"), ("max_skip_count", "i"), ("weights", "fs"), ("keys_int64s", "is"), ("values_floats", "fs"), ("keys_strings", "ss"),
        ("values_int64s", "is"), ("cats_int64s", "is"), ("zeros", "i"), ("inputdimensions", "is"), ("offset", "fs"), ("scale", "fs"), ("norm", "s"), ("threshold", "f"),
        ("unidirectional", "i"), ("activations", "ss"), ("clip", "f"), ("block_size", "i"), ("bits", "i"), ("N", "i"), ("K", "i"), ("seed", "f"), ("high", "f"),
        ("low", "f"), ("dtype", "i"), ("sample_size", "i"), ("fmod", "i"), ("upper", "i"), ("exclusive", "i"), ("reverse", "i"), ("size", "i"), ("bias", "f"), ("lambd", "f"),
        ("p", "i"), ("time_axis", "i"), ("batch_axis", "i"), ("onesided", "i"), ("inverse", "i"), ("noop_with_empty_axes", "i"), ("allowzero", "i"), ("num_scan_inputs", "i"),
        ("kv_num_heads", "i"), ("ngram_size", "i"), ("mark", "i"), ("padchar", "s"), ("mincharnum", "i"), ("separators", "ss"), ("tokenexp", "s"), ("delimiter", "s"), ("pattern", "s"),
        ("case_change_action", "s"), ("stopwords", "ss"), ("interleaved", "i"), ("rotary_embedding_dim", "i"), ("scales", "fs"), ("align_corners", "i"), ("padding_mode", "s"),
    ];

    private static readonly string[] Texts =
        ["SAME_UPPER", "VALID", "linear", "cubic", "constant", "reflect", "edge", "wrap", "max", "mean", "none", "add", "...ij,jk", "ij->ijij", "", "SOFTMAX", "LOGISTIC", "BRANCH_LEQ", "LEAF", "bidirectional", "reverse", "RBF", "Relu", "Tanh", "(((((", "[a-", "half_pixel", "L1", "MAX", "DCR", "bilinear"];

    /// <summary>Gives a node an attribute, in place of one of that name, and says which.</summary>
    public static string Add(ProtoMessage node, Chance chance)
    {
        string[] present = [.. node.Messages(5).Select(a => a.Text(1))];
        (string name, string kind) = chance.Of(Known);
        if (present.Length > 0 && chance.OneIn(2)) (name, kind) = (chance.Of(present), chance.Of(Known).Kind);
        if (chance.OneIn(10)) kind = chance.Of(Known).Kind;
        node.Fields.RemoveAll(f => f.Number == 5 && f.Message?.Text(1) == name);
        ProtoMessage attribute = node.AddMessage(5).Add(1, name);
        int count = chance.Below(10);
        switch (kind)
        {
            case "i":
                attribute.Add(20, 2).Add(3, (ulong)Number(chance));
                break;
            case "f":
                attribute.Add(20, 1).Fields.Add(new ProtoField(2, 5) { Bytes = Real(chance) });
                break;
            case "s":
                attribute.Add(20, 3).Add(4, chance.Of(Texts));
                break;
            case "t":
                OddTensors.FillSound(attribute.Add(20, 4).AddMessage(5), chance);
                break;
            case "fs":
                attribute.Add(20, 6);
                while (count-- > 0) attribute.Fields.Add(new ProtoField(7, 5) { Bytes = Real(chance) });
                break;
            case "ss":
                attribute.Add(20, 8);
                while (count-- > 0) attribute.Add(9, chance.Of(Texts));
                break;
            default:
                attribute.Add(20, 7);
                while (count-- > 0) attribute.Add(8, (ulong)Number(chance));
                break;
        }

        return name;
    }

    private static long Number(Chance chance) => chance.OneIn(6) ? chance.Odd(2) : chance.Between(-2, 8);

    private static byte[] Real(Chance chance) => chance.OneIn(6)
        ? chance.Of<byte[]>([chance.Bytes(4), BitConverter.GetBytes(float.NaN), BitConverter.GetBytes(float.PositiveInfinity), BitConverter.GetBytes(1e30f)])
        : BitConverter.GetBytes(chance.Between(-4, 4) / 2f);
}
