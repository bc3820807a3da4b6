using System.Diagnostics;

namespace Mce;

/// <summary>The spans of a request: the request itself, its waiting, and each run of a model.</summary>
internal static class Spans
{
    public const string SourceName = "Mce";

    public static ActivitySource Source { get; } = new(SourceName, typeof(Spans).Assembly.GetName().Version?.ToString());

    public static Activity? StartRequest(TargetTelemetry target, InferenceRequest request)
    {
        Activity? activity = Source.StartActivity(target.RequestSpan, ActivityKind.Internal, default(ActivityContext), target.Tags);
        if (activity is null) return null;
        if (request.InferenceId is { } id) activity.SetTag(TagNames.InferenceId, id);
        if (request.Caller is { } caller) activity.SetTag(TagNames.Caller, caller);
        return activity;
    }

    public static Activity? StartPart(string name, TargetTelemetry target, Activity? request) => request is null
        ? null // not sampled, so neither are its parts
        : Source.StartActivity(name, ActivityKind.Internal, request.Context, target.Tags);

    public static void Stop(Activity? activity, Exception? error)
    {
        if (activity is null) return;
        if (error is not null)
        {
            activity.SetTag(TagNames.ErrorType, ErrorTypes.Of(error));
            activity.SetStatus(ActivityStatusCode.Error, error.Message);
        }

        activity.Stop();
    }
}
