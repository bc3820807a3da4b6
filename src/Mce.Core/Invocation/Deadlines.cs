using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>Runs requests that have a deadline.</summary>
internal sealed class Deadlines(TimeProvider time)
{
    private const int MaxPooledScopes = 256;

    private readonly SlotPool<DeadlineScope> _scopes = new(MaxPooledScopes);

    /// <summary>Runs a request until its deadline, which covers waiting and running.</summary>
    public ValueTask<InferenceResponse> InvokeAsync(IInvocable target, InferenceRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        DeadlineScope scope = _scopes.TryRent() ?? new DeadlineScope(time);
        ValueTask<InferenceResponse> pending;
        request.Deadline = time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency);
        try
        {
            pending = target.InvokeAsync(request, scope.Begin(timeout, cancellationToken));
        }
        catch (Exception e)
        {
            Exception error = Why(e, scope, request, timeout);
            End(scope, request);
            if (ReferenceEquals(error, e)) throw;
            return new ValueTask<InferenceResponse>(InferenceResponse.Refused(error));
        }

        if (!pending.IsCompletedSuccessfully) return AwaitAsync(pending, scope, request, timeout);
        InferenceResponse response = Translate(pending.Result, scope, request, timeout);
        End(scope, request);
        return new ValueTask<InferenceResponse>(response);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<InferenceResponse> AwaitAsync(ValueTask<InferenceResponse> pending, DeadlineScope scope, InferenceRequest request, TimeSpan timeout)
    {
        try
        {
            return Translate(await pending.ConfigureAwait(false), scope, request, timeout);
        }
        catch (OperationCanceledException e)
        {
            return InferenceResponse.Refused(Why(e, scope, request, timeout));
        }
        finally
        {
            End(scope, request);
        }
    }

    private static InferenceResponse Translate(InferenceResponse response, DeadlineScope scope, InferenceRequest request, TimeSpan timeout) =>
        response.Refusal is OperationCanceledException e ? InferenceResponse.Refused(Why(e, scope, request, timeout)) : response;

    // What ended the call knows the scope's token only, and not whether it was the deadline that cancelled it.
    private static Exception Why(Exception error, DeadlineScope scope, InferenceRequest request, TimeSpan timeout) =>
        error is OperationCanceledException && scope.HasExpired ? RequestErrors.DeadlineExceeded(request, timeout) : error;

    private void End(DeadlineScope scope, InferenceRequest request)
    {
        request.Deadline = long.MaxValue;
        scope.End();
        if (!_scopes.TryReturn(scope)) scope.Dispose();
    }
}
