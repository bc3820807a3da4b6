using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Mce.AspNetCore;

/// <summary>What a request says of where it goes, within the limits of SageMaker's InvokeEndpoint API.</summary>
/// <remarks>Names, lengths and patterns are those of the API's members, as AWS publishes them in its service model.</remarks>
internal static class RuntimeHeaders
{
    /// <summary>The one variant that an endpoint has, under the name that SageMaker's tools give to it.</summary>
    public const string OnlyVariant = "AllTraffic";

    /// <exception cref="RuntimeRefusal">One of them breaks a limit, or asks for what there is not.</exception>
    public static InvocationAddress Read(HttpRequest request)
    {
        IHeaderDictionary headers = request.Headers;
        string endpoint = request.RouteValues["EndpointName"] as string ?? "";
        if (!AwsConstraints.IsName(endpoint)) throw AwsConstraints.BadName("endpointName", endpoint);
        AwsConstraints.CheckLength("contentType", Single(headers.ContentType, "contentType"), 0, 1024);
        AwsConstraints.CheckLength("accept", Single(headers.Accept, "accept"), 0, 1024);
        string? container = Name(headers, SageMakerHeaders.TargetContainerHostname, "targetContainerHostname");
        string? inferenceId = Text(headers, SageMakerHeaders.InferenceId, "inferenceId", 64);
        Text(headers, SageMakerHeaders.CustomAttributes, "customAttributes", 1024, minimum: 0);
        RefuseVariant(Name(headers, SageMakerHeaders.TargetVariant, "targetVariant"), endpoint);
        RefuseWhatIsNotThere(headers, endpoint);
        return new InvocationAddress(endpoint, container, inferenceId);
    }

    private static void RefuseVariant(string? variant, string endpoint)
    {
        if (variant is not null and not OnlyVariant)
            throw RuntimeRefusal.Validation($"The endpoint '{endpoint}' has no production variant '{variant}'. It has: {OnlyVariant}. Correct or leave out targetVariant.");
    }

    private static void RefuseWhatIsNotThere(IHeaderDictionary headers, string endpoint)
    {
        if (Text(headers, SageMakerHeaders.TargetModel, "targetModel", 1024) is { } model)
            throw RuntimeRefusal.Validation($"targetModel '{model}' is for multi-model containers, and the endpoint '{endpoint}' has none: leave it out.");
        if (Text(headers, SageMakerHeaders.SessionId, "sessionId", 256) is not null)
            throw RuntimeRefusal.Validation($"sessionId is for models that keep sessions, and the endpoint '{endpoint}' has none: leave it out.");
        if (Name(headers, SageMakerHeaders.InferenceComponent, "inferenceComponentName") is { } component)
            throw RuntimeRefusal.Validation($"The endpoint '{endpoint}' has no inference component '{component}': leave inferenceComponentName out, and name a container by targetContainerHostname.");
        if (Text(headers, SageMakerHeaders.EnableExplanations, "enableExplanations", 64) is not null)
            throw RuntimeRefusal.Validation($"The endpoint '{endpoint}' gives no explanations: leave enableExplanations out.");
    }

    private static string? Name(IHeaderDictionary headers, string header, string member)
    {
        if (Single(headers[header], member) is not { } value) return null;
        return AwsConstraints.IsName(value) ? value : throw AwsConstraints.BadName(member, value);
    }

    private static string? Text(IHeaderDictionary headers, string header, string member, int maximum, int minimum = 1)
    {
        if (Single(headers[header], member) is not { } value) return null;
        AwsConstraints.CheckLength(member, value, minimum, maximum);
        AwsConstraints.CheckVisible(member, value);
        return value;
    }

    private static string? Single(StringValues values, string member) => values.Count <= 1
        ? (string?)values
        : throw RuntimeRefusal.Validation($"{member} is given {values.Count} times: give it once.");
}
