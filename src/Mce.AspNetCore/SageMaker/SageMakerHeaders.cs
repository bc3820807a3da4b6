namespace Mce.AspNetCore;

/// <summary>The headers of SageMaker's InvokeEndpoint API, as AWS's clients send and read them.</summary>
public static class SageMakerHeaders
{
    /// <summary>Of a request: the container of a direct endpoint; 1 to 63 characters.</summary>
    public const string TargetContainerHostname = "X-Amzn-SageMaker-Target-Container-Hostname";

    /// <summary>Of a request: the model of a multi-model container; 1 to 1,024 characters.</summary>
    public const string TargetModel = "X-Amzn-SageMaker-Target-Model";

    /// <summary>Of a request: the production variant; 1 to 63 characters.</summary>
    public const string TargetVariant = "X-Amzn-SageMaker-Target-Variant";

    /// <summary>Of a request and an answer: what client and model tell each other beside the data; up to 1,024 visible ASCII characters.</summary>
    public const string CustomAttributes = "X-Amzn-SageMaker-Custom-Attributes";

    /// <summary>Of a request: the client's name for it, for logs and captured data; 1 to 64 characters.</summary>
    public const string InferenceId = "X-Amzn-SageMaker-Inference-Id";

    /// <summary>Of a request: a session with a model that keeps them; up to 256 characters.</summary>
    public const string SessionId = "X-Amzn-SageMaker-Session-Id";

    /// <summary>Of a request: whether explanations are wanted; 1 to 64 characters.</summary>
    public const string EnableExplanations = "X-Amzn-SageMaker-Enable-Explanations";

    /// <summary>Of a request: an inference component; 1 to 63 characters.</summary>
    public const string InferenceComponent = "X-Amzn-SageMaker-Inference-Component";

    /// <summary>Of an answer: the variant that gave it.</summary>
    public const string InvokedProductionVariant = "x-Amzn-Invoked-Production-Variant";

    /// <summary>Of every answer: a new id.</summary>
    public const string RequestId = "x-amzn-RequestId";

    /// <summary>Of an error: its type, which names the client's exception class.</summary>
    public const string ErrorType = "x-amzn-errortype";
}
