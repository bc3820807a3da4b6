using System.Globalization;

namespace Mce;

/// <summary>Every error that a request alone can cause: what was asked, what there is, what to do.</summary>
internal static class RequestErrors
{
    public static MceException UnknownEndpoint(string name, IEnumerable<string> known) => new(
        MceErrorCodes.EndpointNotFound,
        $"There is no endpoint '{name}'. There are: {List(known)}.",
        new Dictionary<string, string> { ["endpoint"] = name });

    public static MceException UnknownContainer(string endpoint, string name, IEnumerable<string> known) => new(
        MceErrorCodes.ContainerNotFound,
        $"The endpoint '{endpoint}' has no container '{name}'. It has: {List(known)}.",
        new Dictionary<string, string> { ["endpoint"] = endpoint, ["container"] = name });

    public static MceException TargetRequired(string endpoint, IEnumerable<string> known) => new(
        MceErrorCodes.TargetContainerRequired,
        $"The endpoint '{endpoint}' is direct: set {nameof(InferenceRequest.TargetContainer)} to one of {List(known)}.",
        new Dictionary<string, string> { ["endpoint"] = endpoint });

    public static MceException TargetNotAllowed(string endpoint, string container) => new(
        MceErrorCodes.TargetContainerNotAllowed,
        $"The endpoint '{endpoint}' is serial and runs all its containers: leave {nameof(InferenceRequest.TargetContainer)} ('{container}') out, " +
        "or configure the endpoint as Direct.",
        new Dictionary<string, string> { ["endpoint"] = endpoint, ["container"] = container });

    public static MceException UnknownInput(string name, string container, ModelSignature signature) => new(
        MceErrorCodes.InputUnknown,
        $"'{container}' has no input '{name}'. Its inputs are: {List(signature.Inputs)}.",
        new Dictionary<string, string> { ["container"] = container, ["name"] = name });

    public static MceException InputTwice(string name, string container) => new(
        MceErrorCodes.InputUnknown,
        $"The input '{name}' of '{container}' is given twice, by name and by position.",
        new Dictionary<string, string> { ["container"] = container, ["name"] = name });

    public static MceException TooManyInputs(int given, string container, ModelSignature signature) => new(
        MceErrorCodes.InputUnknown,
        $"'{container}' has {signature.Inputs.Length} inputs; the request gives one in position {given}. Its inputs are: {List(signature.Inputs)}.",
        new Dictionary<string, string> { ["container"] = container });

    public static MceException MissingInput(TensorSpec spec, string container, ModelSignature signature) => new(
        MceErrorCodes.InputMissing,
        $"'{container}' needs the input '{spec.Name}', which the request lacks. Its inputs are: {List(signature.Inputs)}.",
        new Dictionary<string, string> { ["container"] = container, ["name"] = spec.Name });

    public static MceException UnknownOutput(string name, string container, ModelSignature signature) => new(
        MceErrorCodes.OutputUnknown,
        $"'{container}' has no output '{name}'. Its outputs are: {List(signature.Outputs)}.",
        new Dictionary<string, string> { ["container"] = container, ["name"] = name });

    public static MceException OutputNotWritable(TensorSpec spec, InferenceTensor given) => new(
        MceErrorCodes.TensorInvalid,
        $"The memory given for output '{spec.Name}' ({given}) must be writable, contiguous and on the host; it is " +
        $"{(given.IsReadOnly ? "read-only" : !given.IsContiguous ? "strided" : $"on {given.Device}")}.",
        new Dictionary<string, string> { ["name"] = spec.Name });

    public static MceException Overlap(string output, string other) => new(
        MceErrorCodes.TensorOverlap,
        $"The memory given for output '{output}' overlaps that of '{other}': give each its own.",
        new Dictionary<string, string> { ["name"] = output, ["other"] = other });

    public static MceException NotOnHost(TensorSpec spec, InferenceTensor given) => new(
        MceErrorCodes.TensorInvalid,
        $"The input '{spec.Name}' lies on {given.Device}; this container takes host memory.",
        new Dictionary<string, string> { ["name"] = spec.Name });

    public static MceException NullElement(TensorSpec spec) => new(
        MceErrorCodes.TensorInvalid,
        $"The text input '{spec.Name}' holds a null: use an empty string.",
        new Dictionary<string, string> { ["name"] = spec.Name });

    public static MceException InputTooLarge(TensorSpec spec, long bytes, SizeLimits limits) =>
        TooLarge(spec, string.Create(CultureInfo.InvariantCulture, $"The input '{spec.Name}' has {bytes:N0} bytes"), nameof(limits.MaxTensorBytes), limits.MaxTensorBytes);

    public static MceException ElementTooLong(TensorSpec spec, int index, string size, SizeLimits limits) =>
        TooLarge(spec, string.Create(CultureInfo.InvariantCulture, $"Element {index} of the input '{spec.Name}' has {size}"), nameof(limits.MaxStringLength), limits.MaxStringLength);

    public static MceException OutputTooLarge(TensorSpec spec, TensorElementType elementType, ReadOnlySpan<long> dimensions, SizeLimits limits) =>
        TooLarge(spec, $"The model asks for the output '{spec.Name}' as {elementType.ToString().ToLowerInvariant()}[{string.Join(", ", dimensions.ToArray())}]", nameof(limits.MaxTensorBytes), limits.MaxTensorBytes);

    public static MceException Overloaded(string container, int queueLength, TimeSpan retryAfter) => new(
        MceErrorCodes.Overloaded,
        string.Create(
            CultureInfo.InvariantCulture,
            $"'{container}' is busy and its queue of {queueLength} is full: try again in {retryAfter.TotalSeconds:0.##} s, raise MaxQueueLength, or add instances."),
        new Dictionary<string, string> { ["container"] = container },
        isTransient: true) { RetryAfter = retryAfter };

    public static MceException ReplicasOutOfBounds(string endpoint, string container, int replicas, int minimum, int maximum) => new(
        MceErrorCodes.ConfigurationInvalid,
        $"Endpoint '{endpoint}', container '{container}': {replicas} replicas are out of its bounds, {minimum} to {maximum}: set MinInstanceCount and " +
        "MaxInstanceCount, or the bounds of its instance groups.",
        new Dictionary<string, string> { ["endpoint"] = endpoint, ["container"] = container });

    public static MceException DeadlineExceeded(InferenceRequest request, TimeSpan timeout)
    {
        var fields = new Dictionary<string, string> { ["endpoint"] = request.Endpoint, ["timeout"] = timeout.ToString("c", CultureInfo.InvariantCulture) };
        if (request.TargetContainer is { } container) fields["container"] = container;
        if (request.InferenceId is { } id) fields["inferenceId"] = id;
        return new MceException(
            MceErrorCodes.DeadlineExceeded,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Endpoint '{request.Endpoint}'{(request.TargetContainer is { } target ? $", container '{target}'" : "")}: the request wasn't through at its " +
                $"deadline of {timeout.TotalSeconds:0.###} s, which covers waiting and running: give it more time, or add instances."),
            fields,
            isTransient: true);
    }

    /// <summary>Says where an error of a model came from, and makes foreign exceptions the library's.</summary>
    public static MceException FromModel(Exception cause, string endpoint, string container, string? inferenceId)
    {
        var known = cause as MceException;
        var fields = known is null ? [] : new Dictionary<string, string>(known.Fields);
        fields["endpoint"] = endpoint;
        fields["container"] = container;
        if (inferenceId is not null) fields["inferenceId"] = inferenceId;
        string where = $"Endpoint '{endpoint}', container '{container}'{(inferenceId is null ? "" : $", inference '{inferenceId}'")}";
        return known is null
            ? new MceException(MceErrorCodes.ModelFailed, $"{where}: the model failed: {cause.Message}", fields, cause)
            : new MceException(known.Code, $"{where}: {known.Message}", fields, known, known.IsTransient) { RetryAfter = known.RetryAfter };
    }

    private static MceException TooLarge(TensorSpec spec, string what, string limit, long maximum)
    {
        MceException error = SizeLimits.Exceeded(what, limit, maximum);
        return new MceException(error.Code, error.Message, new Dictionary<string, string>(error.Fields) { ["name"] = spec.Name });
    }

    private static string List<T>(IEnumerable<T> items)
    {
        string joined = string.Join(", ", items);
        return joined.Length == 0 ? "none" : joined;
    }
}
