using Mce.Cli.TensorFiles;

namespace Mce.Cli.Running;

/// <summary>The inputs of one run, read from their files. Dispose it after the run.</summary>
internal sealed class RunInputs : IDisposable
{
    private readonly InferenceTensor?[] _tensors;

    private RunInputs(int count) => _tensors = new InferenceTensor?[count];

    /// <summary>Reads every file.</summary>
    /// <param name="given">The arguments of <c>--input</c>.</param>
    /// <param name="signature">The model's.</param>
    /// <exception cref="UsageException">An input is unknown, given twice or lacking, or its file doesn't fit.</exception>
    public static RunInputs Read(IReadOnlyList<string> given, ModelSignature signature)
    {
        InputArgument[] arguments = [.. given.Select(text => InputArgument.Parse(text, signature))];
        if (arguments.GroupBy(a => a.Slot).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new UsageException($"The input '{signature.Inputs[twice.Key].Name}' is given {twice.Count()} times; give each input once.");
        if (signature.Inputs.Where((spec, slot) => !spec.IsOptional && arguments.All(a => a.Slot != slot)).FirstOrDefault() is { } lacking)
            throw new UsageException($"The model needs the input '{lacking.Name}', which isn't given. It takes: {Words.List(signature.Inputs)}. Add --input '{lacking.Name}=FILE.npy'.");

        var inputs = new RunInputs(signature.Inputs.Length);
        try
        {
            foreach (InputArgument argument in arguments)
                inputs._tensors[argument.Slot] = TensorFile.Read(argument.Path, argument.Narrow(signature.Inputs[argument.Slot]));
            return inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    /// <summary>Gives the tensors to a request, which doesn't own them.</summary>
    public void AddTo(InferenceRequest request, ModelSignature signature)
    {
        for (int slot = 0; slot < _tensors.Length; slot++)
            if (_tensors[slot] is { } tensor) request.Inputs.Add(signature.Inputs[slot].Name, tensor);
    }

    /// <summary>Lets the tensors go.</summary>
    public void Dispose()
    {
        foreach (InferenceTensor? tensor in _tensors) tensor?.Dispose();
    }
}
