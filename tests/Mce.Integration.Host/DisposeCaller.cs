namespace Mce.Integration.Host;

/// <summary>One thread that calls a server until it is gone, and whose tensors others dispose meanwhile.</summary>
internal sealed class DisposeCaller(MceServer server, Example example, DisposeTotals totals, int first)
{
    private const int MostKept = 50;
    private const int KeepEvery = 5;
    private const int GiveOutputEvery = 3;

    private readonly List<(int Number, InferenceResponse Response)> _kept = [];
    private readonly Lock _gate = new();
    private InferenceResponse _current;
    private int _answered;

    public int Answered => Volatile.Read(ref _answered);

    /// <summary>The input of the call under way; others dispose it.</summary>
    public InferenceTensor? CurrentInput { get; private set; }

    /// <summary>The memory that the call under way writes to, where it was given any; others dispose it.</summary>
    public InferenceTensor? CurrentOutput { get; private set; }

    /// <summary>Disposes the response that the caller is reading, or read last.</summary>
    public void DisposeCurrentResponse()
    {
        InferenceResponse response;
        lock (_gate) response = _current; // a struct of two fields
        response.Dispose();
    }

    public void Run()
    {
        for (int number = first; Call(number); number++) { }
    }

    /// <summary>Reads what was kept, after the server is gone. Every second response is left to the collector.</summary>
    public void CheckKept()
    {
        foreach ((int number, InferenceResponse response) in _kept)
        {
            example.Check(number, response[0]);
            totals.ReadAfterServer();
            if (number % 2 == 0) response.Dispose();
        }
    }

    private bool Call(int number)
    {
        InferenceRequest request = example.CreateRequest(number, out InferenceTensor input);
        InferenceTensor? output = number % GiveOutputEvery == 0 ? example.CreateOutput(number) : null;
        if (output is not null) request.Outputs.Add(output);
        (CurrentInput, CurrentOutput) = (input, output);
        try
        {
            // Blocking on purpose: the thread is the caller's own, and nothing else runs on it.
            InferenceResponse response = server.InvokeAsync(request).AsTask().GetAwaiter().GetResult();
            Read(number, response, mayKeep: output is null);
        }
        catch (ObjectDisposedException e) when (e.ObjectName == nameof(MceServer))
        {
            return false;
        }
        catch (MceException e) when (e.Code == MceErrorCodes.NotReady)
        {
            return false;
        }
        catch (ObjectDisposedException) when (input.IsDisposed || output is { IsDisposed: true })
        {
            totals.TensorWasDisposed();
        }
        finally
        {
            input.Dispose();
            output?.Dispose();
        }

        return true;
    }

    private void Read(int number, InferenceResponse response, bool mayKeep)
    {
        if (mayKeep && number % KeepEvery == 0 && _kept.Count < MostKept)
        {
            _kept.Add((number, response));
            Interlocked.Increment(ref _answered);
            return;
        }

        lock (_gate) _current = response;
        Thread.Yield(); // lets others get at it
        try
        {
            // A share holds the memory, whoever disposes the response while it is read.
            using InferenceTensor output = response[0].Share();
            example.Check(number, output);
            totals.Answered();
        }
        catch (ObjectDisposedException)
        {
            totals.ResponseWasDisposed();
        }

        Interlocked.Increment(ref _answered);
        if (number % 2 == 0) response.Dispose(); // the others are left to the collector
    }
}
