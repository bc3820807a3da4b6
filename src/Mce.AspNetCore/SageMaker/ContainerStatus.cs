using Microsoft.AspNetCore.Http;

namespace Mce.AspNetCore;

/// <summary>The HTTP status with which a container of SageMaker says what an error of the server says.</summary>
internal static class ContainerStatus
{
    public static int Of(MceException error) => error.Code switch
    {
        MceErrorCodes.BodyInvalid or MceErrorCodes.InputUnknown or MceErrorCodes.InputMissing or MceErrorCodes.OutputUnknown or
            MceErrorCodes.TensorTypeMismatch or MceErrorCodes.TensorShapeMismatch or MceErrorCodes.TensorInvalid => StatusCodes.Status400BadRequest,
        MceErrorCodes.BodyTypeUnsupported => StatusCodes.Status415UnsupportedMediaType,
        MceErrorCodes.BodyTypeNotAcceptable => StatusCodes.Status406NotAcceptable,
        MceErrorCodes.LimitExceeded => StatusCodes.Status413PayloadTooLarge,
        MceErrorCodes.Overloaded or MceErrorCodes.NotReady => StatusCodes.Status503ServiceUnavailable,
        MceErrorCodes.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}
