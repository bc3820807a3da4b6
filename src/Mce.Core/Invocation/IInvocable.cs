namespace Mce;

/// <summary>What a routed request runs on: a container, or a pipeline of them.</summary>
internal interface IInvocable
{
    /// <summary>Runs it. A refusal (overload, deadline, cancelled while waiting) comes as a value, see <see cref="InferenceResponse.Refusal"/>.</summary>
    ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken);
}
