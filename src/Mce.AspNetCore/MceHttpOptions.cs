using Microsoft.AspNetCore.Http;

namespace Mce.AspNetCore;

/// <summary>What the HTTP endpoints of Mce share. Set it up with <c>services.AddMceHttp(…)</c>; not to be changed after the start.</summary>
public sealed class MceHttpOptions
{
    /// <summary>The largest request body, in bytes, at least 1. Default 6,291,456, SageMaker's.</summary>
    public long MaxRequestBytes { get; set; } = 6 * 1024 * 1024;

    /// <summary>The largest answer, in bytes, at least 1. Default 6,291,456, SageMaker's.</summary>
    public long MaxResponseBytes { get; set; } = 6 * 1024 * 1024;

    /// <summary>
    /// How long an invocation may take, from its head to its answer: the time that the client takes to send the body counts. Above zero, at
    /// most 24 days. Default 60 seconds, SageMaker's. The timeouts of endpoints and containers hold too.
    /// </summary>
    public TimeSpan InvocationTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What bodies may be, in the order of preference. The first is that of bodies without a type, and of answers where a request leaves the
    /// type open. Filled with the library's own, JSON first.
    /// </summary>
    public IList<InferenceCodec> Codecs { get; } = [.. InferenceCodecs.CreateDefault()];

    /// <summary>
    /// Called with each request before it is sent to the server: for its priority, its timeout, or on whose behalf it is made. By default the
    /// caller is the name of the authenticated user. Called by many threads.
    /// </summary>
    public Action<HttpContext, InferenceRequest>? PrepareRequest { get; set; }

    /// <summary>Called with each answer before it is written, for headers such as <c>X-Amzn-SageMaker-Custom-Attributes</c>. Called by many threads.</summary>
    public Action<HttpContext, InferenceResponse>? PrepareResponse { get; set; }

    /// <exception cref="MceException"><see cref="MceErrorCodes.ConfigurationInvalid"/>.</exception>
    internal void Validate()
    {
        if (MaxRequestBytes < 1) throw Invalid($"{nameof(MaxRequestBytes)} is {MaxRequestBytes}; it must be at least 1.");
        if (MaxResponseBytes is < 1 or > int.MaxValue) throw Invalid($"{nameof(MaxResponseBytes)} is {MaxResponseBytes}; it must be from 1 to {int.MaxValue}.");
        if (InvocationTimeout <= TimeSpan.Zero || InvocationTimeout > TimeSpan.FromDays(24))
            throw Invalid($"{nameof(InvocationTimeout)} is {InvocationTimeout}; it must be above 0 and at most 24 days.");
        if (Codecs.Count == 0) throw Invalid($"{nameof(Codecs)} is empty: leave the library's own, or add one.");

        static MceException Invalid(string message) => new(MceErrorCodes.ConfigurationInvalid, $"{nameof(MceHttpOptions)}.{message}");
    }
}
