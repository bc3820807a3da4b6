using System.Diagnostics;

namespace Mce;

/// <summary>The spans of a request: the request itself, its waiting, and each run of a model.</summary>
internal static class Spans
{
    public const string SourceName = "Mce";

    public static ActivitySource Source { get; } = new(SourceName, ProductVersion.Current);

    public static Activity? StartRequest(TargetTelemetry target, InferenceRequest request)
    {
        Activity? activity = Start(target.RequestSpan, target, default);
        if (activity is null) return null;
        if (request.InferenceId is { } id) activity.SetTag(TagNames.InferenceId, id);
        if (request.Caller is { } caller) activity.SetTag(TagNames.Caller, caller);
        return activity;
    }

    public static Activity? StartPart(string name, TargetTelemetry target, Activity? request) => request is null
        ? null // not sampled, so neither are its parts
        : Start(name, target, request.Context);

    public static void Stop(Activity? activity, TargetTelemetry target, Exception? error)
    {
        if (activity is null) return;
        if (error is not null)
        {
            activity.SetTag(TagNames.ErrorType, ErrorTypes.Of(error));
            activity.SetStatus(ActivityStatusCode.Error, error.Message);
        }

        try
        {
            activity.Stop();
        }
        catch (Exception e)
        {
            if (Activity.Current == activity) Activity.Current = activity.Parent;
            target.Owner.Instruments.Report(e);
        }
    }

    // Listeners are called in here, and the request must not notice what they throw: it may stand in a queue or hold a replica.
    private static Activity? Start(string name, TargetTelemetry target, ActivityContext parent)
    {
        Activity? before = Activity.Current;
        try
        {
            return Source.StartActivity(name, ActivityKind.Internal, parent, target.Tags);
        }
        catch (Exception e)
        {
            Activity.Current = before;
            target.Owner.Instruments.Report(e);
            return null;
        }
    }
}
