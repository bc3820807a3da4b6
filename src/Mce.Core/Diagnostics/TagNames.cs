namespace Mce;

/// <summary>The names of attributes, the same in metrics and spans.</summary>
internal static class TagNames
{
    public const string Endpoint = "mce.endpoint";
    public const string Container = "mce.container";
    public const string InferenceId = "mce.inference_id";
    public const string Caller = "mce.caller";
    public const string Reason = "mce.reason";
    public const string Outcome = "mce.outcome";
    public const string Direction = "mce.direction";
    public const string Observer = "mce.observer";
    public const string Gpu = "mce.gpu";
    public const string ErrorType = "error.type";
}
