using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Mce.AspNetCore;

/// <summary>An error of SageMaker's runtime API: what an AWS client makes an exception of.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">The error type, which names the exception class.</param>
/// <param name="Message">For people.</param>
internal sealed record RuntimeError(int Status, string Type, string Message)
{
    /// <summary>AWS's own status, which HTTP has no name for.</summary>
    public const int InternalDependencyStatus = 530;

    // OriginalMessage's limit in the API.
    private const int MaxOriginalMessage = 2048;

    /// <summary>Of a ModelError: the status that the container answered with; 0 when it gave no answer in time.</summary>
    public int? OriginalStatusCode { get; private init; }

    /// <summary>Of a ModelError: what the container answered.</summary>
    public string? OriginalMessage { get; private init; }

    /// <summary>When to come back.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public static RuntimeError Validation(string message) => new(StatusCodes.Status400BadRequest, "ValidationError", message);

    public static RuntimeError AccessDenied(string message) => new(StatusCodes.Status403Forbidden, "AccessDeniedException", message);

    public static RuntimeError Internal() => new(
        StatusCodes.Status500InternalServerError, "InternalFailure", "The request failed for a reason inside the server; its log says more, under this request's id.");

    /// <summary>The container said no, or failed: SageMaker passes its words on.</summary>
    /// <param name="status">What a container of SageMaker would have answered with.</param>
    /// <param name="container">Its name, or the endpoint's where the request didn't get as far as one container.</param>
    /// <param name="message">What it says.</param>
    public static RuntimeError Model(int status, string container, string message)
    {
        string original = message.Length <= MaxOriginalMessage ? message : message[..(MaxOriginalMessage - 1)] + "…";
        string side = status is >= 400 and < 500 ? "client" : "server";
        return new RuntimeError(
            StatusCodes.Status424FailedDependency,
            "ModelError",
            string.Create(CultureInfo.InvariantCulture, $"Received {side} error ({status}) from {container} with message \"{original}\""))
        {
            OriginalStatusCode = status,
            OriginalMessage = original,
        };
    }

    /// <summary>What an error of an invocation is to a client of SageMaker.</summary>
    public static RuntimeError From(Exception error, InvocationAddress address) => error switch
    {
        RuntimeRefusal refusal => refusal.Error,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } tooLarge => Validation(tooLarge.Message),
        BadHttpRequestException broken => Validation(broken.Message) with { Status = broken.StatusCode },
        MceException known => From(known, address),
        _ => Internal(),
    };

    private static RuntimeError From(MceException error, InvocationAddress address)
    {
        string container = error.Fields.GetValueOrDefault("container") ?? address.Container ?? address.Endpoint;
        return error.Code switch
        {
            MceErrorCodes.EndpointNotFound or MceErrorCodes.ContainerNotFound or MceErrorCodes.TargetContainerRequired or
                MceErrorCodes.TargetContainerNotAllowed or MceErrorCodes.NotSupported => Validation(InAwsWords(error.Message)),
            MceErrorCodes.Overloaded => Unavailable(error),
            MceErrorCodes.NotReady => error.IsTransient
                ? new RuntimeError(StatusCodes.Status429TooManyRequests, "ModelNotReadyException", error.Message)
                : Unavailable(error),
            MceErrorCodes.PluginInvalid or MceErrorCodes.NativeLibraryUnavailable or MceErrorCodes.FrameworkNotFound =>
                new RuntimeError(InternalDependencyStatus, "InternalDependencyException", error.Message),
            MceErrorCodes.Internal => Internal(),
            MceErrorCodes.DeadlineExceeded => Model(0, container, error.Message),
            _ => Model(ContainerStatus.Of(error), container, error.Message),
        };
    }

    private static RuntimeError Unavailable(MceException error) =>
        new(StatusCodes.Status503ServiceUnavailable, "ServiceUnavailable", error.Message) { RetryAfter = error.RetryAfter };

    // The errors name the property of the .NET API; a client over HTTP knows the parameter.
    private static string InAwsWords(string message) => message.Replace(nameof(InferenceRequest.TargetContainer), "TargetContainerHostname", StringComparison.Ordinal);
}
