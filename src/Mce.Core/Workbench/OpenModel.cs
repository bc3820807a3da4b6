using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>One model of a <see cref="ModelWorkbench"/>, called the way a server calls it. Thread-safe.</summary>
public sealed class OpenModel : IAsyncDisposable
{
    private readonly Container _container;
    private readonly ServerSetup _setup;
    private int _isDisposed;

    internal OpenModel(Container container, ServerSetup setup)
    {
        _container = container;
        _setup = setup;
        Description = ContainerDescription.Of(container, setup.Options);
    }

    /// <summary>What was opened.</summary>
    public ContainerDescription Description { get; }

    /// <summary>Makes an empty request to this model: set its inputs, and outputs where the caller owns them.</summary>
    public InferenceRequest CreateRequest() => new(_container.Endpoint) { TargetContainer = _container.Name };

    /// <summary>Runs the model, as <see cref="IInferenceServer.InvokeAsync"/> does.</summary>
    /// <param name="request">Made by <see cref="CreateRequest"/>.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="ObjectDisposedException">The model was let go.</exception>
    public ValueTask<InferenceResponse> InvokeAsync(InferenceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        // A UI thread must not compute.
        return SynchronizationContext.Current is null
            ? InvokeHereAsync(request, cancellationToken)
            : new ValueTask<InferenceResponse>(Task.Run(() => InvokeHereAsync(request, cancellationToken).AsTask(), CancellationToken.None));
    }

    /// <summary>
    /// Waits for running calls, at most <see cref="MceOptions.DrainTimeout"/>, and lets the model go; the plugin stays loaded.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0) _container.Release();
        try
        {
            await _container.Drained.WaitAsync(_setup.Options.DrainTimeout, _setup.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.DrainTimedOut(_setup.LoggerFactory.CreateLogger<OpenModel>(), _container.Endpoint, $"container '{_container.Name}': {_container.Replicas.Sample().Running} calls run", _setup.Options.DrainTimeout);
        }
    }

    private async ValueTask<InferenceResponse> InvokeHereAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(!_container.TryAddReference(), this);
        try
        {
            InferenceResponse response = await _container.InvokeAsync(request, cancellationToken).ConfigureAwait(false);
            return response.Refusal is { } refusal ? throw refusal : response;
        }
        finally
        {
            _container.Release();
        }
    }
}
