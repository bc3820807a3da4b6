namespace Mce.AspNetCore;

/// <summary>Where a codec puts what it reads: one <see cref="InputWriter"/> for each input of the model. Reused for request after request; not thread-safe.</summary>
public sealed class InferenceInputs : IDisposable
{
    private InputWriter[] _writers = [];
    private object? _state;

    /// <summary>What the model takes and gives.</summary>
    public ModelSignature Signature { get; private set; } = null!;

    /// <summary>The body's media type, with its parameters.</summary>
    public MediaType ContentType { get; private set; }

    /// <summary>How the body is laid out, for the answer to be alike. <see cref="BodyForm.Rows"/> unless the codec says otherwise.</summary>
    public BodyForm Form { get; set; }

    /// <summary>How many inputs the model has.</summary>
    public int Count => _writers.Length;

    /// <summary>The input in that slot of <see cref="ModelSignature.Inputs"/>.</summary>
    public InputWriter this[int slot] => _writers[slot];

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        foreach (InputWriter writer in _writers) writer.Dispose();
        _writers = [];
    }

    /// <summary>A codec's own state, kept for the next request of its kind.</summary>
    internal TState StateOf<TState>()
        where TState : class, new()
    {
        if (_state is TState kept) return kept;
        var made = new TState();
        _state = made;
        return made;
    }

    internal void Begin(ModelSignature signature, MediaType contentType)
    {
        ContentType = contentType;
        Form = BodyForm.Rows;
        if (!ReferenceEquals(Signature, signature))
        {
            Dispose();
            Signature = signature;
            _writers = [.. signature.Inputs.Select(i => new InputWriter(i))];
        }

        foreach (InputWriter writer in _writers) writer.Begin();
    }

    /// <summary>Puts the tensors that were completed into a request. They stay these inputs'.</summary>
    internal void AddTo(TensorCollection tensors)
    {
        foreach (InputWriter writer in _writers)
            if (writer.IsComplete) tensors.Add(writer.Spec.Name, writer.Tensor);
    }

    /// <summary>Ends a request: lets go of large memory, and of memory that somebody still holds.</summary>
    internal void End()
    {
        foreach (InputWriter writer in _writers) writer.End();
    }
}
