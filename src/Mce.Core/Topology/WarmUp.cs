namespace Mce;

/// <summary>What each new replica of one model runs before it takes requests. Immutable; runs may overlap, each on its own instance.</summary>
/// <remarks>
/// Made when the model is loaded, so that a wrong warm-up is known before the first replica is; kept for the replicas that scaling
/// adds later. It holds no data between runs: files are read and tensors made for each replica.
/// </remarks>
internal sealed class WarmUp
{
    private readonly IModel _model;
    private readonly SizeLimits _limits;
    private readonly WarmUpPlan[]? _requests; // null = zeros

    private WarmUp(IModel model, SizeLimits limits, WarmUpPlan[]? requests)
    {
        _model = model;
        _limits = limits;
        _requests = requests;
    }

    /// <summary>Whether a run does nothing.</summary>
    public bool IsEmpty => _requests is { Length: 0 };

    /// <summary>Checks what a container says about its warm-up against its model.</summary>
    /// <param name="model">The loaded model; it must outlive what is returned.</param>
    /// <param name="config">The container's; null = once on zeros, where <see cref="MceOptions.WarmUp"/> is on and the model is stateless.</param>
    /// <param name="options">Whether to warm up what doesn't say, and where relative paths start.</param>
    /// <param name="limits">How large inputs and outputs may be.</param>
    /// <exception cref="MceException">A request doesn't fit the model: the error that the same request of a caller would get, with its place.</exception>
    public static WarmUp For(IModel model, WarmUpConfig? config, MceOptions options, SizeLimits limits)
    {
        // Zeros would become part of a stateful model's series. Who gives requests means them to.
        if (config is null && (!options.WarmUp || model.Capabilities.HasFlag(ModelCapabilities.Stateful))) config = WarmUpConfig.None;
        if (config is null) return new WarmUp(model, limits, null);

        var errors = new List<MceException>();
        var requests = new List<WarmUpPlan>();
        foreach ((int index, WarmUpRequest request) in config.Requests.Index())
        {
            try
            {
                requests.Add(WarmUpPlan.Create(index, request, model, options, limits));
            }
            catch (MceException e)
            {
                errors.Add(e);
            }
        }

        if (errors.Count == 1) throw errors[0];
        if (errors.Count > 1) throw new MceException(errors[0].Code, $"{errors.Count} warm-up requests are wrong:", errors);
        return new WarmUp(model, limits, [.. requests]);
    }

    /// <summary>Runs every request on a new instance, on the calling thread.</summary>
    /// <returns>
    /// Why the model failed on zeros, which is worth a warning: zeros are no valid input for every model (token ids, images), and that
    /// alone doesn't make it unusable. Null = all went well.
    /// </returns>
    /// <exception cref="MceException">A given request failed: this model doesn't do what it is there for.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Exception? Run(IModelInstance instance, CancellationToken cancellationToken)
    {
        if (_requests is null)
        {
            try
            {
                SyntheticRequest.Run(instance, _model.Signature, _limits, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                return e;
            }

            return null;
        }

        foreach (WarmUpPlan request in _requests) request.Run(instance, cancellationToken);
        return null;
    }
}
