using System.Collections.Immutable;

namespace Mce;

/// <summary>The outputs of one invocation. Dispose it when they are read; copies of the struct share one life.</summary>
/// <remarks>
/// <para>An output lives until the response is disposed, and not longer than the caller's own memory where that was
/// given. It doesn't hold the model: a response that nobody disposes pins its memory only.</para>
/// <para>Responses are pooled. A read after <see cref="Dispose"/> gets an <see cref="ObjectDisposedException"/> and never
/// another request's data. To keep an output longer, <see cref="InferenceTensor.Share"/> it.</para>
/// </remarks>
public readonly struct InferenceResponse : IDisposable, IEquatable<InferenceResponse>
{
    private readonly ResponseState? _state;
    private readonly int _generation;

    internal InferenceResponse(ResponseState state)
    {
        _state = state;
        _generation = state.Generation;
    }

    /// <summary>Why there is no answer, inside the server: it becomes an exception once, where the response leaves it. Null = an answer.</summary>
    internal Exception? Refusal => _state?.Refusal;

    /// <summary>How many outputs there are.</summary>
    public int Count => State.Signature.Outputs.Length;

    /// <summary>What each output is, in the model's order.</summary>
    public ImmutableArray<TensorSpec> Specs => State.Signature.Outputs;

    /// <summary>The container that answered; the last one of a pipeline.</summary>
    public string Container => State.Container;

    /// <summary>The output in that position.</summary>
    /// <exception cref="ObjectDisposedException">The response is disposed.</exception>
    public InferenceTensor this[int slot] => State.Get(slot, _generation);

    /// <summary>The output of that name.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.OutputUnknown"/>, listing the outputs.</exception>
    /// <exception cref="ObjectDisposedException">The response is disposed.</exception>
    public InferenceTensor this[string name]
    {
        get
        {
            ResponseState state = State;
            int slot = state.Signature.FindOutput(name);
            return slot >= 0 ? state.Get(slot, _generation) : throw RequestErrors.UnknownOutput(name, state.Container, state.Signature);
        }
    }

    private ResponseState State => _state ?? throw new ObjectDisposedException(nameof(InferenceResponse));

    internal static InferenceResponse Refused(Exception why) => new(ResponseState.Refused(why));

    /// <summary>Gives the outputs' memory back, save the caller's own. Further calls do nothing.</summary>
    public void Dispose() => _state?.Return(_generation);

    /// <summary>Whether both are the same response.</summary>
    public bool Equals(InferenceResponse other) => ReferenceEquals(_state, other._state) && _generation == other._generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is InferenceResponse other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_state, _generation);

    /// <summary>Whether both are the same response.</summary>
    public static bool operator ==(InferenceResponse left, InferenceResponse right) => left.Equals(right);

    /// <summary>Whether both are not the same response.</summary>
    public static bool operator !=(InferenceResponse left, InferenceResponse right) => !left.Equals(right);
}
