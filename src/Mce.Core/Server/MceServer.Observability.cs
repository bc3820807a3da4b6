namespace Mce;

/// <summary>What the server says about itself.</summary>
public sealed partial class MceServer
{
    /// <summary>How the server and its containers are now. Reads what is counted anyway: requests don't notice.</summary>
    public ServerHealth CheckHealth() => new(
        IsLive: !Volatile.Read(ref _disposed) && _starting is not { IsFaulted: true } and not { IsCanceled: true },
        IsReady,
        _health.Look());

    /// <summary>Completes when every observer was told of everything that happened up to now, or was too slow for it.</summary>
    public Task FlushObserversAsync(CancellationToken cancellationToken = default) => _telemetry.Observers.FlushAsync().WaitAsync(cancellationToken);

    private ValueTask<InferenceResponse> Failed(Endpoint? endpoint, InferenceRequest request, Exception error)
    {
        _telemetry.CountError(endpoint, request, error);
        return ValueTask.FromException<InferenceResponse>(error);
    }

    private async Task<TopologyChange> ChangeAndTellAsync(TopologyConfig config, CancellationToken cancellationToken)
    {
        long began = _setup.TimeProvider.GetTimestamp();
        try
        {
            TopologyChange change = await ChangeAsync(config, cancellationToken).ConfigureAwait(false);
            _telemetry.TellChange(change.Containers, change.Elapsed, error: null);
            return change;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _telemetry.TellChange([], _setup.TimeProvider.GetElapsedTime(began), e.Message);
            throw;
        }
    }
}
