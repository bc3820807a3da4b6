using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Mce.AspNetCore;

/// <summary>Says "denied" on the runtime endpoints as AWS says it, so that its clients throw the right exception; elsewhere as ASP.NET does.</summary>
internal sealed class RuntimeAuthorizationResultHandler : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _default = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || context.GetEndpoint()?.Metadata.GetMetadata<RuntimeEndpointMarker>() is null)
        {
            await _default.HandleAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
            return;
        }

        context.Response.Headers[SageMakerHeaders.RequestId] = RequestId.Next();
        string who = context.User.Identity is { IsAuthenticated: true, Name: { } name } ? $"User '{name}'" : "The caller";
        string what = context.Request.RouteValues["EndpointName"] as string ?? "";
        RuntimeError error = RuntimeError.AccessDenied(authorizeResult.Challenged
            ? "The request isn't authenticated: send the credentials that this server asks for."
            : $"{who} is not authorized to perform sagemaker:InvokeEndpoint on the endpoint '{AwsConstraints.Show(what)}'.");
        await RuntimeErrorBody.WriteAsync(context, error).ConfigureAwait(false);
    }
}
