using System.Collections.Concurrent;

namespace Mce.Testing;

/// <summary>A model whose behaviour the test writes down, and which counts what is done with it. Thread-safe.</summary>
/// <remarks>
/// <para>Without a word it takes one vector of floats <c>x</c> of any length and gives it back as <c>y</c>. The methods change that, each
/// for calls that begin later, also while a server uses the model; signature, concurrency and abilities for later loads.</para>
/// <para>A call first waits (latency, then gate, then stall), then fails if it is to, then runs what <see cref="OnCall"/> was
/// given, then answers. A cancelled call stops while it waits, unless <see cref="IgnoresCancellation"/>.</para>
/// <para>One object stands for the file: it may be loaded several times, and counts over all its loads.</para>
/// </remarks>
/// <example>
/// <code>
/// var model = new ScriptedModel()
///     .Maps(x =&gt; 2 * x)
///     .Takes(TimeSpan.FromMilliseconds(20))
///     .FailsOnCall(3);
/// </code>
/// </example>
public sealed partial class ScriptedModel
{
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly CountSignal _loads = new();
    private readonly CountSignal _instances = new();
    private readonly CountSignal _calls = new();
    private readonly CountSignal _disposals = new();
    private int _loadAttempts;
    private int _instanceAttempts;
    private int _disposalAttempts;
    private int _liveLoads;
    private int _liveInstances;
    private int _running;
    private int _mostRunning;

    /// <summary>What it takes and gives from the next load on.</summary>
    public ModelSignature Signature => Script.Signature;

    /// <summary>How often it was loaded. A load that failed doesn't count.</summary>
    public int Loads => _loads.Value;

    /// <summary>How many loads of it are not disposed.</summary>
    public int LiveLoads => Volatile.Read(ref _liveLoads);

    /// <summary>How many instances were made. One that failed doesn't count.</summary>
    public int Instances => _instances.Value;

    /// <summary>How many instances are not disposed.</summary>
    public int LiveInstances => Volatile.Read(ref _liveInstances);

    /// <summary>How many calls began, warm-up included, those that failed included.</summary>
    public int Calls => _calls.Value;

    /// <summary>How many calls run now, those that wait in the script included.</summary>
    public int RunningCalls => Volatile.Read(ref _running);

    /// <summary>How many calls ran at a time at most.</summary>
    public int MostRunning => Volatile.Read(ref _mostRunning);

    /// <summary>How many calls and loads wait in the script now: for the clock, at a gate, or stalled.</summary>
    public int Held => Holds.Count.Value;

    /// <summary>How many instances and loads were disposed, together.</summary>
    public int Disposals => _disposals.Value;

    /// <summary>What it was last loaded from, with settings and device; null before the first load.</summary>
    public ModelSource? LastSource { get; private set; }

    /// <summary>
    /// What was done to the model that the plugin contract forbids: a run on a disposed instance, more calls at a time than it bears, a
    /// disposal during a call, out of order or twice. Empty in a sound server.
    /// </summary>
    public IReadOnlyCollection<string> Violations => _violations;

    internal ModelFootprint Footprint => Script.Footprint;

    internal Holds Holds { get; } = new();

    /// <summary>Completes when that many calls have begun since the model was made.</summary>
    /// <param name="calls">How many; at least 1.</param>
    /// <param name="atMost">The real time after which to give up. Default 30 seconds.</param>
    /// <exception cref="TimeoutException">Fewer came in time; the message says how many.</exception>
    public Task CalledAsync(int calls = 1, TimeSpan? atMost = null) => _calls.ReachAsync(calls, "calls of the model", atMost);

    /// <summary>Completes when that many calls and loads wait in the script at a time: from then on the clock may be advanced.</summary>
    /// <inheritdoc cref="CalledAsync"/>
    public Task HeldAsync(int calls = 1, TimeSpan? atMost = null) => Holds.Count.ReachAsync(calls, "calls that wait in the model", atMost);

    /// <summary>Completes when it was loaded that many times.</summary>
    /// <param name="loads">How many; at least 1.</param>
    /// <param name="atMost">The real time after which to give up. Default 30 seconds.</param>
    /// <exception cref="TimeoutException">Fewer came in time; the message says how many.</exception>
    public Task LoadedAsync(int loads = 1, TimeSpan? atMost = null) => _loads.ReachAsync(loads, "loads of the model", atMost);

    /// <summary>Completes when that many instances and loads of it were disposed, together.</summary>
    /// <param name="disposals">How many; at least 1.</param>
    /// <param name="atMost">The real time after which to give up. Default 30 seconds.</param>
    /// <exception cref="TimeoutException">Fewer were in time; the message says how many.</exception>
    public Task DisposedAsync(int disposals = 1, TimeSpan? atMost = null) => _disposals.ReachAsync(disposals, "disposals of the model", atMost);

    internal IModel Load(ModelSource source, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        int epoch = Holds.Epoch;
        Script script = Script;
        if (script.KnownSettings is { } known) source.Settings.ThrowIfUnknown(known);
        cancellationToken.ThrowIfCancellationRequested();
        LastSource = source;
        int number = Interlocked.Increment(ref _loadAttempts);
        WaitFor(script.LoadLatency, epoch, timeProvider, cancellationToken);
        script.LoadGate?.Pass(Holds, epoch, cancellationToken);
        Failure<int>.ThrowIfAny(script.LoadFailures, number);

        Interlocked.Increment(ref _liveLoads);
        _loads.Increment();
        return new LoadedScript(this, script, timeProvider);
    }

    internal int BeginInstance(Script script)
    {
        int number = Interlocked.Increment(ref _instanceAttempts);
        Failure<int>.ThrowIfAny(script.InstanceFailures, number);
        Interlocked.Increment(ref _liveInstances);
        _instances.Increment();
        return number;
    }

    internal void Run(ScriptedInstance instance, ModelExecutionContext context, TimeProvider timeProvider)
    {
        int running = Interlocked.Increment(ref _running);
        for (int most = MostRunning; running > most;)
        {
            int found = Interlocked.CompareExchange(ref _mostRunning, running, most);
            if (found == most) break;
            most = found;
        }

        try
        {
            var call = new ScriptedCall(_calls.Increment(), instance.Number, instance.CountCall(), context);
            int epoch = Holds.Epoch;
            Play(Script, epoch, call, timeProvider);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    internal void EndInstance()
    {
        Interlocked.Decrement(ref _liveInstances);
        EndDisposal();
    }

    internal void EndLoad()
    {
        Interlocked.Decrement(ref _liveLoads);
        EndDisposal();
    }

    internal void Report(string violation) => _violations.Enqueue(violation);

    private void EndDisposal()
    {
        int number = Interlocked.Increment(ref _disposalAttempts);
        _disposals.Increment();
        Failure<int>.ThrowIfAny(Script.DisposalFailures, number);
    }

    private void Play(Script script, int epoch, ScriptedCall call, TimeProvider timeProvider)
    {
        bool honours = (script.Capabilities & ModelCapabilities.CancelsWhileRunning) != 0; // HasFlag boxes in a debug build
        CancellationToken token = honours ? call.Context.CancellationToken : CancellationToken.None;
        token.ThrowIfCancellationRequested();
        if (script.Latency is { } latency) WaitFor(latency(call), epoch, timeProvider, token);
        script.Gate?.Pass(Holds, epoch, token);
        if (script.Stalls?.Invoke(call) == true) Holds.Wait(new ManualResetEventSlim(), epoch, null, token);
        Failure<ScriptedCall>.ThrowIfAny(script.CallFailures, call);
        if (script.OnCall is { } onCall)
        {
            Arrival.Report();
            onCall(call);
        }

        script.Answer(call);
    }

    private void WaitFor(TimeSpan time, int epoch, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (time <= TimeSpan.Zero) return;
        var due = new ManualResetEventSlim(); // not disposed: the timer may set it when the call is cancelled already
        using ITimer timer = timeProvider.CreateTimer(static state => ((ManualResetEventSlim)state!).Set(), due, time, Timeout.InfiniteTimeSpan);
        Holds.Wait(due, epoch, null, cancellationToken);
    }
}
