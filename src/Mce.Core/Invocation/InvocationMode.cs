namespace Mce;

/// <summary>How an endpoint's containers are called. Names and meaning follow SageMaker's <c>InferenceExecutionConfig</c>.</summary>
public enum InvocationMode
{
    /// <summary>Every request runs through all containers in their order; each one's outputs feed the next one's inputs.</summary>
    Serial = 0,

    /// <summary>Every request names the one container that it is for.</summary>
    Direct = 1,
}
