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

    /// <summary>
    /// What a request must bring and what it will get: the signature of the container that it names, or of the whole serial endpoint.
    /// Cheap, without allocation. A live change may come between this and the call, which checks for itself. Thread-safe.
    /// </summary>
    /// <exception cref="MceException">It names no endpoint or container that there is, as <see cref="InvokeAsync"/> would say.</exception>
    ModelSignature GetSignature(InferenceRequest request);
}
