namespace Mce.Testing;

public sealed partial class ScriptedModel
{
    private readonly Lock _gate = new();
    private Script _script = new();

    private Script Script => Volatile.Read(ref _script);

    /// <summary>Sets what the model takes and gives. Default <c>(x: float32[n]) → (y: float32[n])</c>.</summary>
    public ScriptedModel WithSignature(ModelSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return Change(s => s with { Signature = signature });
    }

    /// <summary>Sets what the model takes and gives to one float32 tensor each.</summary>
    /// <param name="input">The input's name.</param>
    /// <param name="output">The output's name.</param>
    /// <param name="dimensions">The dimensions of both; none = a vector of any length.</param>
    public ScriptedModel WithSignature(string input, string output, params TensorDimension[] dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        TensorDimension[] shape = dimensions.Length == 0 ? [TensorDimension.Dynamic("n")] : dimensions;
        return WithSignature(new ModelSignature(
            [new TensorSpec(input, TensorElementType.Float32, [.. shape])],
            [new TensorSpec(output, TensorElementType.Float32, [.. shape])]));
    }

    /// <summary>Sets how many calls one instance bears at a time. At least 1; default 1.</summary>
    public ScriptedModel WithMaxConcurrency(int calls)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(calls);
        return Change(s => s with { MaxConcurrency = calls });
    }

    /// <summary>Sets the memory that the model says it takes, before and after it is loaded. Default 1 byte on the host.</summary>
    public ScriptedModel WithFootprint(long hostBytes, long deviceBytes = 0) => Change(s => s with { Footprint = new ModelFootprint(hostBytes, deviceBytes) });

    /// <summary>Sets the settings that the model knows: others are refused at load, as real backends do. By default it takes any.</summary>
    public ScriptedModel KnowsSettings(params string[] names) => Change(s => s with { KnownSettings = names });

    /// <summary>Lets the model say that its instances remember earlier calls.</summary>
    public ScriptedModel IsStateful() => Change(s => s with { Capabilities = s.Capabilities | ModelCapabilities.Stateful });

    /// <summary>Lets the model take strided inputs, which it otherwise gets as contiguous copies.</summary>
    public ScriptedModel TakesStrides() => Change(s => s with { Capabilities = s.Capabilities | ModelCapabilities.StridedInputs });

    /// <summary>Lets calls run on when their token is cancelled, as frameworks do that can't stop. Default: a call that waits stops at once.</summary>
    public ScriptedModel IgnoresCancellation() => Change(s => s with { Capabilities = s.Capabilities & ~ModelCapabilities.CancelsWhileRunning });

    /// <summary>Sets what a call does: read the inputs, write every output through the call's context.</summary>
    public ScriptedModel Answers(Action<ScriptedCall> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Change(s => s with { Answer = Reported(answer) });
    }

    /// <summary>Answers with the same values always, whatever comes in: they are the first output, which must be float32.</summary>
    public ScriptedModel Answers(params float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Change(s => s with { Answer = Testing.Answers.Constant(values) });
    }

    /// <summary>Answers with a function of the first input, element by element; first input and output must be float32.</summary>
    public ScriptedModel Maps(Func<float, float> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Change(s => s with { Answer = Testing.Answers.Map(function) });
    }

    /// <summary>Answers with zeros of that shape as the first output, to see what large answers do.</summary>
    public ScriptedModel AnswersZeros(params long[] dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        return Change(s => s with { Answer = Testing.Answers.Zeros(dimensions) });
    }

    /// <summary>Runs code of the test in each call, after its waits and before its answer. Null: none.</summary>
    public ScriptedModel OnCall(Action<ScriptedCall>? action) => Change(s => s with { OnCall = action });

    /// <summary>Makes each call take that long, by the backend's clock: on a fake one, until the test has advanced it. Zero: no time.</summary>
    public ScriptedModel Takes(TimeSpan latency) => Takes(_ => latency);

    /// <summary>Makes each call take as long as the function says, by the backend's clock.</summary>
    public ScriptedModel Takes(Func<ScriptedCall, TimeSpan> latency)
    {
        ArgumentNullException.ThrowIfNull(latency);
        return Change(s => s with { Latency = latency });
    }

    /// <summary>Makes each load take that long, by the backend's clock.</summary>
    public ScriptedModel LoadTakes(TimeSpan latency) => Change(s => s with { LoadLatency = latency });

    /// <summary>Holds each call at a gate. Null: at none.</summary>
    public ScriptedModel WaitsAt(Gate? gate) => Change(s => s with { Gate = gate });

    /// <summary>Holds each load at a gate. Null: at none.</summary>
    public ScriptedModel LoadWaitsAt(Gate? gate) => Change(s => s with { LoadGate = gate });

    /// <summary>Makes calls hang until they are cancelled (unless the model <see cref="IgnoresCancellation"/>), or until <see cref="Heals"/>.</summary>
    /// <param name="when">Which; null = every call.</param>
    public ScriptedModel Stalls(Func<ScriptedCall, bool>? when = null) => Change(s => s with { Stalls = when ?? (static _ => true) });

    /// <summary>Makes one call hang.</summary>
    /// <param name="number">Counted from 1, warm-up included.</param>
    /// <inheritdoc cref="Stalls"/>
    public ScriptedModel StallsOnCall(int number) => Stalls(call => call.Number == number);

    /// <summary>Makes calls fail. Failures add up: a call fails if any of them says so.</summary>
    /// <param name="when">Which; null = every call.</param>
    /// <param name="with">Makes the error; null = an <see cref="MceException"/> with <see cref="MceErrorCodes.ModelFailed"/>.</param>
    public ScriptedModel Fails(Func<ScriptedCall, bool>? when = null, Func<Exception>? with = null) =>
        Change(s => s with { CallFailures = [.. s.CallFailures, new(when ?? (static _ => true), with ?? (static () => Error(MceErrorCodes.ModelFailed, "A call")))] });

    /// <summary>Makes one call fail.</summary>
    /// <param name="number">Counted from 1, warm-up included.</param>
    /// <param name="with">Makes the error; null = an <see cref="MceException"/> with <see cref="MceErrorCodes.ModelFailed"/>.</param>
    public ScriptedModel FailsOnCall(int number, Func<Exception>? with = null) => Fails(call => call.Number == number, with);

    /// <summary>Makes the first call of each instance fail: its warm-up, where the server warms up.</summary>
    /// <param name="with">Makes the error; null = an <see cref="MceException"/> with <see cref="MceErrorCodes.ModelFailed"/>.</param>
    public ScriptedModel FailsInWarmUp(Func<Exception>? with = null) => Fails(static call => call.NumberOnInstance == 1, with);

    /// <summary>Makes loads fail.</summary>
    /// <param name="when">Which, by their number, counted from 1 with those that failed; null = every load.</param>
    /// <param name="with">Makes the error; null = an <see cref="MceException"/> with <see cref="MceErrorCodes.ModelInvalid"/>.</param>
    public ScriptedModel FailsToLoad(Func<int, bool>? when = null, Func<Exception>? with = null) =>
        Change(s => s with { LoadFailures = [.. s.LoadFailures, new(when ?? (static _ => true), with ?? (static () => Error(MceErrorCodes.ModelInvalid, "A load")))] });

    /// <summary>Makes the making of instances fail.</summary>
    /// <param name="when">Which, by their number, counted from 1 with those that failed; null = every instance.</param>
    /// <param name="with">Makes the error; null = an <see cref="MceException"/> with <see cref="MceErrorCodes.ModelFailed"/>.</param>
    public ScriptedModel FailsToMakeInstances(Func<int, bool>? when = null, Func<Exception>? with = null) =>
        Change(s => s with { InstanceFailures = [.. s.InstanceFailures, new(when ?? (static _ => true), with ?? (static () => Error(MceErrorCodes.ModelFailed, "An instance")))] });

    /// <summary>Makes disposals throw after they are done. The contract forbids it; a server should bear it.</summary>
    /// <param name="when">Which, by their number, counted from 1 over instances and loads; null = every disposal.</param>
    /// <param name="with">Makes the error; null = an <see cref="InvalidOperationException"/>.</param>
    public ScriptedModel FailsToDispose(Func<int, bool>? when = null, Func<Exception>? with = null) =>
        Change(s => s with { DisposalFailures = [.. s.DisposalFailures, new(when ?? (static _ => true), with ?? (static () => new InvalidOperationException("A disposal failed as scripted.")))] });

    /// <summary>Takes back every latency, gate, stall and failure, and lets the calls and loads go that wait. The answer stays.</summary>
    public ScriptedModel Heals()
    {
        Change(static s => s.Healed());
        Holds.LetGo();
        return this;
    }

    private static MceException Error(string code, string what) => new(code, $"{what} failed as scripted.");

    private static Action<ScriptedCall> Reported(Action<ScriptedCall> answer) => call =>
    {
        Arrival.Report(); // code of the test may wait for what the test does next
        answer(call);
    };

    private ScriptedModel Change(Func<Script, Script> change)
    {
        lock (_gate) Volatile.Write(ref _script, change(_script));
        return this;
    }
}
