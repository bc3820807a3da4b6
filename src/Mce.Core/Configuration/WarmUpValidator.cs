namespace Mce;

/// <summary>Finds the mistakes in a container's warm-up that can be found without its model.</summary>
internal static class WarmUpValidator
{
    private const int MaxCount = 10_000;

    public static void Validate(EndpointConfig endpoint, ContainerConfig container, MceOptions options, ICollection<MceException> errors)
    {
        foreach ((int index, WarmUpRequest request) in (container.WarmUp?.Requests ?? []).Index())
        {
            if (request.Count is < 1 or > MaxCount) Add($"Count is {request.Count}; it must be from 1 to {MaxCount}.");
            foreach ((string name, WarmUpInput input) in request.Inputs)
                if (Mistake(input, options) is { } mistake) Add($"input '{name}': {mistake}");

            void Add(string message) => errors.Add(ConfigurationErrors.Invalid($"WarmUp[{index}]: {message}", endpoint.Name, container.Name));
        }
    }

    private static string? Mistake(WarmUpInput input, MceOptions options)
    {
        bool isZero = WarmUpInput.IsZero(input.Data);
        if (input.Tensor is not null) return input.Dimensions is null && isZero ? null : "it has a Tensor, and Dimensions or Data besides: keep the one or the others.";
        if (input.Dimensions?.FirstOrDefault(d => d < 0) is < 0 and var negative) return $"a dimension is {negative}; none may be negative.";
        if (isZero || WarmUpInput.IsRandom(input.Data)) return null;
        if (string.IsNullOrWhiteSpace(input.Data)) return "Data is empty; it must be Zero, Random or the path of a file with the elements.";
        string path = ModelPaths.Resolve(input.Data, options);
        return File.Exists(path) ? null : $"Data is '{input.Data}', which is neither Zero nor Random, and there is no file '{path}'.";
    }
}
