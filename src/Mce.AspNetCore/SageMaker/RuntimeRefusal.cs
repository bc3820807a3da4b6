namespace Mce.AspNetCore;

/// <summary>A request that SageMaker's API itself refuses, before any model sees it.</summary>
internal sealed class RuntimeRefusal(RuntimeError error) : Exception(error.Message)
{
    public RuntimeError Error { get; } = error;

    public static RuntimeRefusal Validation(string message) => new(RuntimeError.Validation(message));
}
