namespace Mce;

/// <summary>Answers inference requests. Small on purpose: the endpoint behind it may be in this process or elsewhere.</summary>
public interface IInferenceServer
{
    /// <summary>Runs a request. Thread-safe.</summary>
    /// <param name="request">Not to be changed, or used by another call, until this one completes.</param>
    /// <param name="cancellationToken">Takes the request out of a queue, and stops a running model where its framework can.</param>
    /// <returns>The outputs, to be disposed. Completes synchronously when a replica is free.</returns>
    /// <exception cref="MceException">The request is wrong or the model failed; see <see cref="MceException.Code"/>.</exception>
    /// <exception cref="ObjectDisposedException">The server, or a tensor of the request, is disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken = default);
}
