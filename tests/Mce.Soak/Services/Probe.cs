namespace Mce.Soak.Services;

/// <summary>A request whose answer tells which version gave it. For one call at a time.</summary>
internal abstract class Probe(InferenceRequest request)
{
    /// <summary>The version of an answer that none gives.</summary>
    public const int Wrong = int.MinValue;

    public InferenceRequest Request { get; } = request;

    /// <summary>Puts other numbers into the inputs.</summary>
    public abstract void Refill(Random random);

    /// <summary>The version that answered, or <see cref="Wrong"/>.</summary>
    public abstract int VersionOf(InferenceResponse response);
}
