namespace Mce.AspNetCore;

/// <summary>What the HTTP endpoints of Mce share. Set it up with <c>services.AddMceHttp(…)</c>; not to be changed later.</summary>
public sealed class MceHttpOptions
{
    /// <summary>The largest request body, in bytes, at least 1. Default 6,291,456, SageMaker's.</summary>
    public long MaxRequestBytes { get; set; } = 6 * 1024 * 1024;

    /// <summary>The largest answer, in bytes, at least 1. Default 6,291,456, SageMaker's.</summary>
    public long MaxResponseBytes { get; set; } = 6 * 1024 * 1024;

    /// <summary>
    /// How long an invocation may take where neither container nor endpoint says: waiting for its body, waiting for a replica, running.
    /// Above zero, at most 24 days. Default 60 seconds, SageMaker's.
    /// </summary>
    public TimeSpan InvocationTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>What bodies may be, in the order of preference. The first is the answer's where a request leaves it open. Filled with the library's own.</summary>
    public IList<InferenceCodec> Codecs { get; } = [];
}
