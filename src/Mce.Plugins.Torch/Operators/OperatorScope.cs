namespace Mce.Plugins.Torch.Operators;

/// <summary>
/// Operators that libtorch has and no exported model needs. libtorch calls most of them from within, with arguments that it has
/// made itself, and some end the process when a file gives them others.
/// </summary>
internal static class OperatorScope
{
    // Those with an underscore that exports and their decompositions do write.
    private static readonly HashSet<string> Exported = new(StringComparer.Ordinal)
    {
        "_adaptive_avg_pool2d", "_adaptive_avg_pool3d", "_assert_async", "_assert_scalar", "_assert_tensor_metadata", "_batch_norm_with_update",
        "_cdist_forward", "_conj", "_conj_physical", "_convolution", "_embedding_bag", "_embedding_bag_forward_only", "_euclidean_dist", "_fft_c2c", "_fft_c2r",
        "_fft_r2c", "_fused_rms_norm", "_grouped_mm", "_int_mm", "_linalg_det", "_linalg_eigh", "_linalg_slogdet", "_linalg_solve_ex", "_linalg_svd",
        "_local_scalar_dense", "_log_softmax", "_masked_softmax", "_native_batch_norm_legit", "_native_batch_norm_legit_functional",
        "_native_batch_norm_legit_no_training", "_native_multi_head_attention", "_neg_view", "_pdist_forward", "_reshape_alias", "_safe_softmax",
        "_scaled_dot_product_attention_math", "_scaled_dot_product_flash_attention_for_cpu", "_shape_as_tensor", "_softmax", "_stack", "_to_copy",
        "_transformer_encoder_layer_fwd", "_trilinear", "_unique", "_unique2", "_unsafe_index", "_unsafe_masked_index", "_unsafe_view", "_upsample_bicubic2d_aa",
        "_upsample_bilinear2d_aa", "_upsample_nearest_exact1d", "_upsample_nearest_exact2d", "_upsample_nearest_exact3d", "_weight_norm", "_weight_norm_interface",
    };

    /// <summary>Why an operator is refused, or null when it may be called.</summary>
    /// <param name="name">Its name without an overload.</param>
    public static string? Refusal(string name)
    {
        if (name == "from_file") return "opens files of this machine, which a model must not";
        if (name.Contains("backward", StringComparison.Ordinal)) return "a step of training";
        // Two underscores are Python's own operators: __and__.
        bool isInternal = name.StartsWith('_') && !name.StartsWith("__", StringComparison.Ordinal);
        return isInternal && !Exported.Contains(name) ? "an internal operator of PyTorch that exported models don't hold" : null;
    }
}
