namespace Mce.AspNetCore;

/// <summary>How a request lays its tensors out; its answer is laid out alike.</summary>
public enum BodyForm
{
    /// <summary>Row by row: each is one item of a batch. The default.</summary>
    Rows = 0,

    /// <summary>Tensor by tensor, by name.</summary>
    Tensors = 1,
}
