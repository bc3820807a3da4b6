using System.ComponentModel;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Mce.AspNetCore;

/// <summary>Describes InvokeEndpoint to API explorers, such as an OpenAPI document, which read it from a method's signature.</summary>
internal static class RuntimeDescription
{
    private static readonly MethodInfo Signature = typeof(RuntimeDescription).GetMethod(nameof(InvokeEndpoint), BindingFlags.NonPublic | BindingFlags.Static)!;

    // Not with metadata of what is accepted: routing would answer all else with a bare 415, which no client of AWS understands.
    public static IEndpointConventionBuilder Describe(IEndpointConventionBuilder endpoint, MceHttpOptions options)
    {
        string[] mediaTypes = [.. options.Codecs.SelectMany(c => c.MediaTypes)];
        return endpoint
            .WithMetadata([.. Signature.GetParameters().Select(p => new DescribedParameter(p))])
            .WithMetadata(
                Signature,
                new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(object), mediaTypes),
                Error(StatusCodes.Status400BadRequest),
                Error(StatusCodes.Status403Forbidden),
                Error(StatusCodes.Status424FailedDependency),
                Error(StatusCodes.Status429TooManyRequests),
                Error(StatusCodes.Status500InternalServerError),
                Error(StatusCodes.Status503ServiceUnavailable),
                Error(RuntimeError.InternalDependencyStatus))
            .WithTags("SageMaker runtime")
            .WithSummary("InvokeEndpoint")
            .WithDescription(
                "Runs a model, or a pipeline of them, as Amazon SageMaker's InvokeEndpoint does: AWS's clients call it once their endpoint URL is " +
                $"this server's. A body is {string.Join(", ", mediaTypes)}. An error's type stands in the header x-amzn-errortype.");
    }

    private static ProducesResponseTypeMetadata Error(int status) => new(status, typeof(RuntimeErrorBody), ["application/json"]);

#pragma warning disable IDE0060 // The parameters are what is described.
    private static void InvokeEndpoint(
        [FromRoute(Name = "EndpointName"), Description("The endpoint.")] string endpointName,
        [FromHeader(Name = SageMakerHeaders.TargetContainerHostname), Description("The container: required on a direct endpoint, refused on a serial one.")] string? targetContainerHostname,
        [FromHeader(Name = SageMakerHeaders.TargetVariant), Description("The production variant.")] string? targetVariant,
        [FromHeader(Name = SageMakerHeaders.InferenceId), Description("Your own name for the request.")] string? inferenceId,
        [FromHeader(Name = SageMakerHeaders.CustomAttributes), Description("Up to 1,024 visible ASCII characters for the model.")] string? customAttributes,
        [FromBody, Description("The model's inputs, in one of the media types that the description names.")] object body)
    {
    }
#pragma warning restore IDE0060

    private sealed class DescribedParameter(ParameterInfo parameter) : IParameterBindingMetadata
    {
        public string Name => parameter.Name!;

        public bool HasTryParse => false;

        public bool HasBindAsync => false;

        public ParameterInfo ParameterInfo => parameter;

        public bool IsOptional => new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
    }
}
