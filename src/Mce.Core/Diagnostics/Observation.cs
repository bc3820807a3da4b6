using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Mce;

/// <summary>Follows one request through the server and tells whoever listens. Begun only when somebody does.</summary>
/// <remarks>
/// <para>It belongs to its request and is used again with it, so that a request that is sent again costs no memory. Not thread-safe: a
/// request is in one place at a time.</para>
/// <para>Order: <see cref="Begin"/>; for each container <see cref="Wait"/> if no replica is free, <see cref="Start"/>, and in a pipeline
/// <see cref="EndStep"/>; then one of <see cref="Complete"/> and <see cref="Fail"/>, which may come at any time. A timestamp costs as much
/// as a sixth of a whole call, so one is taken where the request comes in, where it stops waiting, and where a model answered, and shared
/// by all that is told of that moment.</para>
/// </remarks>
internal sealed class Observation
{
    private readonly InferenceRequest _request;
    private TargetTelemetry? _target; // null = not begun
    private TargetTelemetry? _step; // the container that has the request; a direct request's is its target
    private long _invocation;
    private long _began;
    private long _last; // the latest timestamp
    private long _stepBegan;
    private long _stepQueueTime;
    private long _queueTime; // of the steps that are through
    private long _executeTime;
    private Stage _stage;
    private bool _isAnnounced;
    private bool _hasRun;
    private Activity? _ambient;
    private Activity? _span;
    private Activity? _part; // waiting, then running

    private Observation(InferenceRequest request) => _request = request;

    private enum Stage : byte
    {
        Between,
        Waiting,
        Running,
    }

    private bool IsStep => _step is not null && !ReferenceEquals(_step, _target);

    /// <summary>What follows a request, if anybody listens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Observation? Of(InferenceRequest request) => request.Observation is { _target: not null } observation ? observation : null;

    /// <summary>A request found its container, or its serial endpoint.</summary>
    public static Observation Begin(TargetTelemetry target, InferenceRequest request)
    {
        Observation observation = request.Observation ??= new Observation(request);
        observation._target = target;
        observation._invocation = Telemetry.NextInvocation();
        observation._began = observation._last = target.Owner.TimeProvider.GetTimestamp();
        observation._queueTime = observation._executeTime = observation._stepQueueTime = 0;
        observation._stage = Stage.Between;
        observation._isAnnounced = observation._hasRun = false;
        if (target.Container is null) observation.Announce();
        if (Spans.Source.HasListeners()) observation.BeginSpan();
        return observation;
    }

    /// <summary>No replica of the container is free: the request waits, and its caller goes on with what it was doing.</summary>
    public void Wait(TargetTelemetry container)
    {
        Announce();
        Enter(container);
        _stage = Stage.Waiting;
        Publish(InvocationEvents.Queued, container, _last);
        if (_span is null) return;
        _part = Spans.StartPart(container.QueueSpan, container, _span);
        Activity.Current = _ambient;
    }

    /// <summary>A replica of the container has the request.</summary>
    public void Start(TargetTelemetry container)
    {
        InvocationEvents kind = InvocationEvents.Started;
        if (_stage == Stage.Waiting)
        {
            EndWait();
            container.Owner.Instruments.RecordQueue(_stepQueueTime, container.Tags);
            Spans.Stop(_part, _target!, null);
        }
        else
        {
            Enter(container);
            if (!_isAnnounced) kind |= InvocationEvents.Received; // at the same moment, so told in one
            _isAnnounced = true;
        }

        _stage = Stage.Running;
        _hasRun = true;
        Publish(kind, container, _last, _stepQueueTime);
        if (_span is not null) _part = Spans.StartPart(container.ExecuteSpan, container, _span);
    }

    /// <summary>A step of a pipeline answered. The next one begins where this one ends.</summary>
    public void EndStep()
    {
        TargetTelemetry step = _step!;
        long ran = EndRun();
        step.Owner.Instruments.RecordExecute(ran, step.Tags);
        Publish(InvocationEvents.Completed, step, _last, _stepQueueTime, ran, _last - _stepBegan);
        Spans.Stop(_part, _target!, null);
        _part = null;
        _step = null;
    }

    /// <summary>The request ended with a response, which may be a refusal.</summary>
    public void End(in InferenceResponse response)
    {
        if (response.Refusal is { } refusal) Fail(refusal);
        else Complete();
    }

    /// <summary>The request is answered; a serial one was when its last step ended.</summary>
    public void Complete()
    {
        TargetTelemetry target = _target!;
        Instruments instruments = target.Owner.Instruments;
        if (_stage == Stage.Running) instruments.RecordExecute(EndRun(), target.Tags);
        instruments.RecordRequest(_last - _began, target.Tags);
        _step = null;
        Publish(InvocationEvents.Completed, target, _last, _queueTime, _executeTime, _last - _began);
        if (_span is not null) EndSpans(null);
        _target = null;
    }

    /// <summary>The request ended with an error, and with it the step that it was in.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Fail(Exception error)
    {
        TargetTelemetry target = _target!;
        Announce();
        InvocationEvents kind = !_hasRun && ErrorTypes.IsRejection(error) ? InvocationEvents.Rejected : InvocationEvents.Failed;
        long ran = 0;
        if (_stage == Stage.Running) target.Owner.Instruments.RecordExecute(ran = EndRun(), _step!.TagsOf(error));
        else if (_stage == Stage.Waiting) EndWait();
        else _last = target.Owner.TimeProvider.GetTimestamp();
        if (IsStep) Publish(kind, _step!, _last, _stepQueueTime, ran, _last - _stepBegan, error);
        if (!_hasRun) _queueTime = _stepQueueTime;
        _step = null;
        target.Owner.Instruments.RecordRequest(_last - _began, target.TagsOf(error));
        Publish(kind, target, _last, _queueTime, _executeTime, _last - _began, error);
        if (_span is not null) EndSpans(error);
        _target = null;
    }

    private void Enter(TargetTelemetry container)
    {
        _step = container;
        _stepBegan = _last;
        _stepQueueTime = 0;
    }

    private void EndWait()
    {
        long now = _target!.Owner.TimeProvider.GetTimestamp();
        _stepQueueTime = now - _last;
        _last = now;
        _stage = Stage.Between;
    }

    private long EndRun()
    {
        long now = _target!.Owner.TimeProvider.GetTimestamp();
        long ran = now - _last;
        _last = now;
        _queueTime += _stepQueueTime;
        _executeTime += ran;
        _stage = Stage.Between;
        return ran;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void BeginSpan()
    {
        _ambient = Activity.Current;
        _span = Spans.StartRequest(_target!, _request);
    }

    private void EndSpans(Exception? error)
    {
        Spans.Stop(_part, _target!, error);
        Spans.Stop(_span, _target!, error);
        _part = _span = _ambient = null;
    }

    private void Announce()
    {
        if (_isAnnounced) return;
        _isAnnounced = true;
        Publish(InvocationEvents.Received, _target!, _began);
    }

    private void Publish(InvocationEvents kind, TargetTelemetry target, long timestamp, long queueTime = 0, long executeTime = 0, long duration = 0, Exception? error = null)
    {
        ObserverHub observers = target.Owner.Observers;
        if (!observers.Wants(kind)) return;
        foreach (ObserverDispatcher observer in observers.Dispatchers)
        {
            if ((observer.Wanted & kind) == 0 || observer.TryClaim() is not (>= 0 and var position)) continue;
            ref EventRecord record = ref observer.At(position);
            record.Kind = kind;
            record.IsStep = IsStep;
            record.Target = target;
            if (_request.InferenceId is { } id) record.InferenceId = id;
            if (_request.Caller is { } caller) record.Caller = caller;
            record.Invocation = _invocation;
            record.Timestamp = timestamp;
            record.QueueTime = queueTime;
            record.ExecuteTime = executeTime;
            record.Duration = duration;
            if (error is not null) record.Detail = error;
            observer.Publish(position);
        }
    }
}
