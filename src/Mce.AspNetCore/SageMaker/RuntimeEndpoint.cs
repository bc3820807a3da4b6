using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mce.AspNetCore;

/// <summary>SageMaker's <c>InvokeEndpoint</c>. Thread-safe.</summary>
internal sealed class RuntimeEndpoint(Invoker invoker, ILogger<RuntimeEndpoint> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        string requestId = RequestId.Next();
        IHeaderDictionary headers = http.Response.Headers;
        headers[SageMakerHeaders.RequestId] = requestId;
        InvocationAddress address = default;
        Exception? failure;
        try
        {
            address = RuntimeHeaders.Read(http.Request);
            headers[SageMakerHeaders.InvokedProductionVariant] = RuntimeHeaders.OnlyVariant;
            failure = await invoker.RunAsync(http, address).ConfigureAwait(false);
        }
        catch (RuntimeRefusal refusal)
        {
            failure = refusal;
        }
        catch (Exception e)
        {
            // For example packages of two versions side by side, which the runtime notices where a method is first called.
            HttpLog.InvocationFailed(logger, address.Endpoint, address.Container, address.InferenceId, e);
            failure = e;
        }

        if (failure is not null) await RefuseAsync(http, requestId, address, failure).ConfigureAwait(false);
    }

    public static Task RefuseStreamAsync(HttpContext http) => RefuseOperationAsync(http, "InvokeEndpointWithResponseStream");

    public static Task RefuseAsynchronousAsync(HttpContext http) => RefuseOperationAsync(http, "InvokeEndpointAsync");

    private static Task RefuseOperationAsync(HttpContext http, string operation)
    {
        http.Response.Headers[SageMakerHeaders.RequestId] = RequestId.Next();
        return RuntimeErrorBody.WriteAsync(http, RuntimeError.Validation($"{operation} isn't offered here: use InvokeEndpoint."));
    }

    private Task RefuseAsync(HttpContext http, string requestId, InvocationAddress address, Exception failure)
    {
        RuntimeError error = RuntimeError.From(failure, address);
        // What the client did wrong is the client's to know; the rest the operator wants to see.
        if (error.Status >= StatusCodes.Status500InternalServerError || error.OriginalStatusCode is 0 or >= StatusCodes.Status500InternalServerError)
            HttpLog.RequestFailed(logger, requestId, address.Endpoint, error.Status, error.Type, error.Message);
        http.Response.Headers.Remove(SageMakerHeaders.InvokedProductionVariant);
        return RuntimeErrorBody.WriteAsync(http, error);
    }
}
