namespace Mce;

/// <summary>How a request ended, in the classes that AWS counts.</summary>
internal readonly record struct CloudWatchOutcome(bool Is4XX, bool Is5XX, bool IsModelError)
{
    public static CloudWatchOutcome Answered => default;

    public static CloudWatchOutcome Of(string errorCode) => errorCode switch
    {
        // The model answered, so to speak, with a 500 of its own.
        MceErrorCodes.ModelFailed => new(Is4XX: false, Is5XX: true, IsModelError: true),
        MceErrorCodes.Overloaded or MceErrorCodes.DeadlineExceeded or MceErrorCodes.NotReady or MceErrorCodes.Internal => new(Is4XX: false, Is5XX: true, IsModelError: false),
        // Nobody waits for the answer any more: no error of anybody's.
        ErrorTypes.Cancelled => Answered,
        _ => new(Is4XX: IsOfTheRequest(errorCode), Is5XX: !IsOfTheRequest(errorCode), IsModelError: false),
    };

    private static bool IsOfTheRequest(string errorCode) => errorCode is
        MceErrorCodes.ContainerNotFound or MceErrorCodes.TargetContainerRequired or MceErrorCodes.TargetContainerNotAllowed or MceErrorCodes.NotSupported
        or MceErrorCodes.InputUnknown or MceErrorCodes.InputMissing or MceErrorCodes.OutputUnknown
        or MceErrorCodes.TensorTypeMismatch or MceErrorCodes.TensorShapeMismatch or MceErrorCodes.TensorInvalid or MceErrorCodes.TensorOverlap
        or MceErrorCodes.LimitExceeded or "System.ObjectDisposedException"; // a tensor that its caller disposed during the call
}
