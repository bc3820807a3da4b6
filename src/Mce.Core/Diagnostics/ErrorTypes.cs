namespace Mce;

/// <summary>The value of <c>error.type</c>: few and stable, as OpenTelemetry wants it.</summary>
internal static class ErrorTypes
{
    public const string Cancelled = "System.OperationCanceledException";

    public static string Of(Exception exception) => exception switch
    {
        MceException e => e.Code,
        OperationCanceledException => Cancelled, // and not its heir that an awaited task throws
        _ => exception.GetType().FullName ?? exception.GetType().Name,
    };

    /// <summary>Whether the request never came to run, for a reason that isn't its own: it was in time for none of the replicas.</summary>
    public static bool IsRejection(Exception exception) =>
        exception is MceException { Code: MceErrorCodes.Overloaded or MceErrorCodes.DeadlineExceeded or MceErrorCodes.NotReady };

    /// <summary>Whether the model is to blame, or the server, and not the request or its caller.</summary>
    public static bool IsModels(Exception exception) => exception switch
    {
        MceException e => e.Code is MceErrorCodes.ModelFailed or MceErrorCodes.Internal,
        OperationCanceledException or ObjectDisposedException => false,
        _ => true,
    };
}
