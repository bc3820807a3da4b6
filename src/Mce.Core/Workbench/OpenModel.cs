namespace Mce;

/// <summary>One model of a <see cref="ModelWorkbench"/>, called the way a server calls it. Thread-safe.</summary>
public sealed class OpenModel : IAsyncDisposable
{
    private readonly MceServer _server;
    private readonly string _name;

    internal OpenModel(MceServer server, string name)
    {
        _server = server;
        _name = name;
        Description = server.Endpoints[0].Containers[0];
    }

    /// <summary>What was opened.</summary>
    public ContainerDescription Description { get; }

    /// <summary>Makes an empty request to this model: set its inputs, and outputs where the caller owns them.</summary>
    public InferenceRequest CreateRequest() => new(_name) { TargetContainer = _name };

    /// <summary>Runs the model, as <see cref="IInferenceServer.InvokeAsync"/> does.</summary>
    /// <param name="request">Made by <see cref="CreateRequest"/>.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    public ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken = default) =>
        _server.InvokeAsync(request, cancellationToken);

    /// <summary>Waits for running calls and lets the model go; the plugin stays loaded.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
