using System.Collections.Immutable;

namespace Mce;

/// <summary>Connects the containers of a serial endpoint and refuses what can't fit, all at once.</summary>
/// <remarks>
/// An input of a later step is fed, in this order: by the container's explicit map; by an output of the step before with
/// the same name; and, when each side has just one candidate, by that one whatever it is called.
/// </remarks>
internal sealed class PipelinePlanner(string endpoint)
{
    private readonly List<MceException> _errors = [];
    private readonly List<TensorSpec> _requestInputs = [];

    /// <param name="endpoint">The endpoint's name, for errors.</param>
    /// <param name="steps">At least one container, in order.</param>
    /// <param name="errors">Receives what doesn't fit.</param>
    /// <returns>Null when something doesn't fit.</returns>
    public static PipelinePlan? Plan(string endpoint, IReadOnlyList<(ContainerConfig Config, ModelSignature Signature)> steps, ICollection<MceException> errors)
    {
        var planner = new PipelinePlanner(endpoint);
        PipelinePlan plan = planner.Connect(steps);
        foreach (MceException error in planner._errors) errors.Add(error);
        return planner._errors.Count == 0 ? plan : null;
    }

    private PipelinePlan Connect(IReadOnlyList<(ContainerConfig Config, ModelSignature Signature)> steps)
    {
        var inputs = ImmutableArray.CreateBuilder<ImmutableArray<StepInput>>(steps.Count);
        for (int step = 0; step < steps.Count; step++)
        {
            (ContainerConfig config, ModelSignature signature) = steps[step];
            RefuseUnknownMapTargets(config, signature);
            inputs.Add([.. signature.Inputs.Select(spec => Source(steps, step, spec))]);
        }

        var pipeline = new ModelSignature([.. _requestInputs], steps[^1].Signature.Outputs);
        return new PipelinePlan(pipeline, inputs.MoveToImmutable());
    }

    private StepInput Source(IReadOnlyList<(ContainerConfig Config, ModelSignature Signature)> steps, int step, TensorSpec spec)
    {
        (ContainerConfig config, ModelSignature signature) = steps[step];
        if (config.InputMap.TryGetValue(spec.Name, out InputSource? mapped)) return Mapped(steps, step, spec, mapped);
        if (step == 0) return FromRequest(spec.Name, spec);

        ModelSignature previous = steps[step - 1].Signature;
        int slot = previous.FindOutput(spec.Name);
        bool onlyInput = signature.Inputs.Count(i => !i.IsOptional && !config.InputMap.ContainsKey(i.Name)) == 1;
        if (slot < 0 && onlyInput && !spec.IsOptional && previous.Outputs.Length == 1) slot = 0;
        if (slot >= 0) return Checked(steps, step, spec, step - 1, slot);
        if (spec.IsOptional) return new StepInput(StepInput.LeftOut, 0);

        _errors.Add(Error(
            config,
            $"its input '{spec}' is fed by nothing: the container before it, '{steps[step - 1].Config.Name}', has the outputs {Join(previous.Outputs)}. " +
            "Name one of them in its input map, map the input to the request, or make the endpoint Direct if its containers are not meant to be chained " +
            "(from configuration an endpoint without a mode is Serial)."));
        return default;
    }

    private StepInput Mapped(IReadOnlyList<(ContainerConfig Config, ModelSignature Signature)> steps, int step, TensorSpec spec, InputSource source)
    {
        if (source.IsRequest) return FromRequest(source.Name, spec);

        int from = source.Container is null ? step - 1 : FindStep(steps, source.Container);
        if (from < 0 || from >= step)
        {
            _errors.Add(Error(
                steps[step].Config,
                source.Container is null
                    ? $"its input '{spec.Name}' is mapped to '{source.Name}' of the container before it, and it is the first."
                    : $"its input '{spec.Name}' is mapped to the container '{source.Container}', which doesn't come before it. Before it come: {Join(steps.Take(step).Select(s => s.Config.Name))}."));
            return default;
        }

        ModelSignature producer = steps[from].Signature;
        int slot = producer.FindOutput(source.Name);
        if (slot >= 0) return Checked(steps, step, spec, from, slot);
        _errors.Add(Error(
            steps[step].Config,
            $"its input '{spec.Name}' is mapped to '{source.Name}', which '{steps[from].Config.Name}' doesn't have. Its outputs are: {Join(producer.Outputs)}."));
        return default;
    }

    private StepInput Checked(IReadOnlyList<(ContainerConfig Config, ModelSignature Signature)> steps, int step, TensorSpec input, int from, int slot)
    {
        TensorSpec output = steps[from].Signature.Outputs[slot];
        string? reason = Mismatch(output, input);
        if (reason is not null)
            _errors.Add(Error(
                steps[step].Config,
                $"its input '{input}' can't take the output '{output}' of '{steps[from].Config.Name}': {reason}."));
        return new StepInput(from, slot);
    }

    private StepInput FromRequest(string name, TensorSpec spec)
    {
        for (int i = 0; i < _requestInputs.Count; i++)
        {
            if (_requestInputs[i].Name != name) continue;
            // Two steps read one request input: the first one's spec stands, the second one's is checked at each call.
            return new StepInput(StepInput.FromRequest, i);
        }

        _requestInputs.Add(new TensorSpec(name, spec.ElementType, spec.Dimensions, spec.IsOptional));
        return new StepInput(StepInput.FromRequest, _requestInputs.Count - 1);
    }

    private void RefuseUnknownMapTargets(ContainerConfig config, ModelSignature signature)
    {
        foreach (string name in config.InputMap.Keys.Where(name => signature.FindInput(name) < 0))
            _errors.Add(Error(config, $"its input map names '{name}', which is no input of it. Its inputs are: {Join(signature.Inputs)}."));
    }

    private static string? Mismatch(TensorSpec output, TensorSpec input)
    {
        if (output.ElementType != input.ElementType) return "the element types differ";
        if (!output.HasRank || !input.HasRank) return null;
        if (output.Dimensions.Length != input.Dimensions.Length) return $"rank {output.Dimensions.Length} doesn't fit rank {input.Dimensions.Length}";
        for (int i = 0; i < output.Dimensions.Length; i++)
            if (!output.Dimensions[i].Overlaps(input.Dimensions[i])) return $"dimension {i} is {output.Dimensions[i]} and must be {input.Dimensions[i]}";
        return null;
    }

    private static int FindStep(IReadOnlyList<(ContainerConfig Config, ModelSignature Signature)> steps, string name)
    {
        for (int i = 0; i < steps.Count; i++)
            if (steps[i].Config.Name == name) return i;
        return -1;
    }

    private MceException Error(ContainerConfig config, string message) => new(
        MceErrorCodes.ConfigurationInvalid,
        $"Endpoint '{endpoint}', container '{config.Name}': {message}",
        new Dictionary<string, string> { ["endpoint"] = endpoint, ["container"] = config.Name });

    private static string Join<T>(IEnumerable<T> items) => string.Join(", ", items);
}
