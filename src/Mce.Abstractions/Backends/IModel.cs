namespace Mce;

/// <summary>Loaded weights, shared by all instances. Thread-safe.</summary>
/// <remarks>The server disposes it once, after every instance of it is disposed. Outputs may outlive it.</remarks>
public interface IModel : IDisposable
{
    /// <summary>The inputs and outputs. Constant for the model's life: slots are bound to it once.</summary>
    ModelSignature Signature { get; }

    /// <summary>What the file says about itself.</summary>
    ModelMetadata Metadata { get; }

    /// <summary>The memory that the model takes now.</summary>
    ModelFootprint Footprint { get; }

    /// <summary>What the instances can do beyond the minimum.</summary>
    ModelCapabilities Capabilities { get; }

    /// <summary>How many calls one instance bears at a time, at least 1.</summary>
    int MaxConcurrency { get; }

    /// <summary>Makes an execution context over the weights. Cheap next to loading.</summary>
    IModelInstance CreateInstance();
}
