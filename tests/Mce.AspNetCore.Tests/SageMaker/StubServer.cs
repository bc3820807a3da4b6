namespace Mce.AspNetCore.Tests.SageMaker;

/// <summary>A server that has one endpoint, and answers every request with an error.</summary>
internal sealed class StubServer(Func<Exception> onInvoke, Func<Exception>? onRoute = null) : IInferenceServer
{
    private static readonly ModelSignature Signature = new(
        [new TensorSpec("x", TensorElementType.Float32, [TensorDimension.Dynamic("batch")])],
        [new TensorSpec("y", TensorElementType.Float32, [TensorDimension.Dynamic("batch")])]);

    public ModelSignature GetSignature(InferenceRequest request) => onRoute is null ? Signature : throw onRoute();

    public ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken = default) =>
        ValueTask.FromException<InferenceResponse>(onInvoke());
}
