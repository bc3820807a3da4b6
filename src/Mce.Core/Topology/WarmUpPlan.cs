namespace Mce;

/// <summary>One warm-up request, checked against a model's signature and ready to be run on any instance of it.</summary>
internal sealed class WarmUpPlan
{
    private readonly int _index;
    private readonly int _count;
    private readonly IModel _model;
    private readonly SizeLimits _limits;
    private readonly WarmUpTensor?[] _inputs; // by slot; null = an optional input that is left out

    private WarmUpPlan(int index, int count, IModel model, SizeLimits limits, WarmUpTensor?[] inputs)
    {
        _index = index;
        _count = count;
        _model = model;
        _limits = limits;
        _inputs = inputs;
    }

    /// <exception cref="MceException">The request doesn't fit the model.</exception>
    public static WarmUpPlan Create(int index, WarmUpRequest request, IModel model, MceOptions options, SizeLimits limits)
    {
        ModelSignature signature = model.Signature;
        if (request.Inputs.Keys.FirstOrDefault(name => signature.FindInput(name) < 0) is { } unknown)
            throw At(index, unknown, RequestErrors.UnknownInput(unknown, "the model", signature));

        var inputs = new WarmUpTensor?[signature.Inputs.Length];
        foreach ((int slot, TensorSpec spec) in signature.Inputs.Index())
        {
            try
            {
                inputs[slot] = WarmUpTensor.Create(slot, spec, request.Inputs.GetValueOrDefault(spec.Name), options, limits);
            }
            catch (MceException e)
            {
                throw At(index, spec.Name, e);
            }
        }

        var plan = new WarmUpPlan(index, request.Count, model, limits, inputs);
        plan.Check();
        return plan;
    }

    /// <exception cref="MceException">The model failed on it, or a file of it has changed for the worse.</exception>
    public void Run(IModelInstance instance, CancellationToken cancellationToken)
    {
        var context = new ModelExecutionContext(_model.Signature, new SwitchingAllocator(OutputAllocator.Default, _model.Signature, _limits));
        var tensors = new List<InferenceTensor>();
        InputBinding binding = NewBinding();
        try
        {
            Bind(binding, tensors, withData: true);
            for (int run = 0; run < _count; run++)
            {
                context.CancellationToken = cancellationToken; // a model that loops for ever would hold the start of the server otherwise
                cancellationToken.ThrowIfCancellationRequested();
                for (int slot = 0; slot < binding.Count; slot++) context.SetInput(slot, binding[slot]);
                instance.Execute(context);
                context.Reset();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw Failed(e);
        }
        finally
        {
            context.Reset();
            binding.Release();
            foreach (InferenceTensor tensor in tensors) tensor.Dispose();
        }
    }

    /// <summary>Passes the inputs through the gate that requests pass, once, without their data.</summary>
    private void Check()
    {
        var tensors = new List<InferenceTensor>();
        InputBinding binding = NewBinding();
        try
        {
            Bind(binding, tensors, withData: false);
        }
        finally
        {
            binding.Release();
            foreach (InferenceTensor tensor in tensors) tensor.Dispose();
        }
    }

    private void Bind(InputBinding binding, List<InferenceTensor> tensors, bool withData)
    {
        foreach (WarmUpTensor input in _inputs.OfType<WarmUpTensor>())
        {
            try
            {
                InferenceTensor tensor = input.Given ?? input.Make(withData, _limits);
                if (input.Given is null) tensors.Add(tensor);
                binding.Hold(input.Slot, tensor);
            }
            catch (MceException e)
            {
                throw At(_index, _model.Signature.Inputs[input.Slot].Name, e);
            }
            catch (ObjectDisposedException e)
            {
                string name = _model.Signature.Inputs[input.Slot].Name;
                throw At(_index, name, new MceException(MceErrorCodes.TensorInvalid, "Its tensor is disposed: keep it for as long as the server runs.", innerException: e));
            }
        }
    }

    private InputBinding NewBinding() => new(_model.Signature, _model.Capabilities, _limits);

    private MceException Failed(Exception cause)
    {
        if (cause is MceException { Fields: var fields } known && fields.ContainsKey("warmUp")) return known;
        return new MceException(
            (cause as MceException)?.Code ?? MceErrorCodes.ModelFailed,
            $"WarmUp[{_index}]: the model failed on this request: {cause.Message} Give inputs that it takes, or leave the request out.",
            Place(_index, (cause as MceException)?.Fields),
            cause);
    }

    private static MceException At(int index, string input, MceException cause) => new(
        cause.Code,
        $"WarmUp[{index}], input '{input}': {cause.Message}",
        new Dictionary<string, string>(Place(index, cause.Fields)) { ["name"] = input },
        cause);

    private static Dictionary<string, string> Place(int index, IReadOnlyDictionary<string, string>? fields) =>
        new(fields ?? new Dictionary<string, string>()) { ["warmUp"] = $"{index}" };
}
