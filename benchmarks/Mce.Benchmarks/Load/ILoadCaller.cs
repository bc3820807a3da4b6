namespace Mce.Benchmarks;

/// <summary>Makes one call at a time.</summary>
internal interface ILoadCaller
{
    /// <summary>Sends the request and checks its answer. Never throws: an error is an outcome.</summary>
    /// <remarks>May run on the calling thread to its end, as the server's own fast path does.</remarks>
    ValueTask<LoadOutcome> CallAsync();
}
