namespace Mce.AspNetCore;

/// <summary>The headers of SageMaker's runtime API.</summary>
internal static class RuntimeHeaderNames
{
    public const string TargetContainerHostname = "X-Amzn-SageMaker-Target-Container-Hostname";
    public const string TargetModel = "X-Amzn-SageMaker-Target-Model";
    public const string TargetVariant = "X-Amzn-SageMaker-Target-Variant";
    public const string CustomAttributes = "X-Amzn-SageMaker-Custom-Attributes";
    public const string InferenceId = "X-Amzn-SageMaker-Inference-Id";
    public const string SessionId = "X-Amzn-SageMaker-Session-Id";
    public const string EnableExplanations = "X-Amzn-SageMaker-Enable-Explanations";
    public const string InferenceComponent = "X-Amzn-SageMaker-Inference-Component";

    public const string InvokedProductionVariant = "x-Amzn-Invoked-Production-Variant";
    public const string RequestId = "x-amzn-RequestId";
    public const string ErrorType = "x-amzn-errortype";
}
