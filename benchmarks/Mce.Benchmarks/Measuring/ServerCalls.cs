namespace Mce.Benchmarks;

internal static class ServerCalls
{
    /// <summary>A call that must complete on the calling thread: with a free replica, nothing may wait.</summary>
    public static InferenceResponse InvokeHere(this MceServer server, InferenceRequest request, CancellationToken token = default)
    {
        ValueTask<InferenceResponse> call = server.InvokeAsync(request, token);
        if (call.IsCompleted) return call.GetAwaiter().GetResult();
        throw new InvalidOperationException("The call didn't complete synchronously.");
    }
}
