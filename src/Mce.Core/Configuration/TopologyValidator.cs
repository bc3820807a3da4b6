using System.Text.RegularExpressions;

namespace Mce;

/// <summary>Finds every mistake in a configuration that can be found without loading a model.</summary>
internal static partial class TopologyValidator
{
    public static void Validate(IReadOnlyList<EndpointConfig> endpoints, MceOptions options, IReadOnlyCollection<string> metrics, ICollection<MceException> errors)
    {
        foreach (IGrouping<string, EndpointConfig> twins in endpoints.GroupBy(e => e.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            errors.Add(ConfigurationErrors.Invalid($"There are {twins.Count()} endpoints of that name; names must be unique.", twins.Key));
        foreach (EndpointConfig endpoint in endpoints)
        {
            Validate(endpoint, options, errors);
            ScalingValidator.Validate(endpoint, options, metrics, errors);
        }
    }

    private static void Validate(EndpointConfig endpoint, MceOptions options, ICollection<MceException> errors)
    {
        if (!IsName(endpoint.Name)) errors.Add(ConfigurationErrors.Invalid(NameRule("An endpoint's name"), endpoint.Name));
        if (endpoint.Containers.Count == 0)
            errors.Add(ConfigurationErrors.Invalid("It has no containers; add at least one.", endpoint.Name));
        if (endpoint.Containers.Count > options.MaxContainersPerEndpoint)
            errors.Add(ConfigurationErrors.Invalid(
                $"It has {endpoint.Containers.Count} containers; at most {options.MaxContainersPerEndpoint} are allowed ({nameof(MceOptions.MaxContainersPerEndpoint)}).",
                endpoint.Name));
        ValidateTimeout(endpoint.Timeout, endpoint.Name, null, errors);
        foreach (IGrouping<string, ContainerConfig> twins in endpoint.Containers.GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            errors.Add(ConfigurationErrors.Invalid($"There are {twins.Count()} containers of that name; names must be unique in their endpoint.", endpoint.Name, twins.Key));
        foreach (ContainerConfig container in endpoint.Containers) Validate(endpoint, container, options, errors);
    }

    private static void Validate(EndpointConfig endpoint, ContainerConfig container, MceOptions options, ICollection<MceException> errors)
    {
        if (!IsName(container.Name)) errors.Add(ConfigurationErrors.Invalid(NameRule("A container's name"), endpoint.Name, container.Name));
        if (string.IsNullOrWhiteSpace(container.Framework))
            errors.Add(ConfigurationErrors.Invalid("It names no framework, for example 'onnx', 'mlnet' or 'torch'.", endpoint.Name, container.Name));
        InstanceGroupValidator.Validate(endpoint, container, errors);
        if (container.MaxQueueLength is < 0 or > 1_000_000)
            errors.Add(ConfigurationErrors.Invalid($"MaxQueueLength is {container.MaxQueueLength}; it must be from 0 to 1000000.", endpoint.Name, container.Name));
        ValidateTimeout(container.Timeout, endpoint.Name, container.Name, errors);
        if (!Enum.IsDefined(container.Selector))
            errors.Add(ConfigurationErrors.Invalid($"Selector is {container.Selector}; it must be {string.Join(" or ", Enum.GetNames<ReplicaSelector>())}.", endpoint.Name, container.Name));
        if (endpoint.Mode == InvocationMode.Direct && container.InputMap.Count > 0)
            errors.Add(ConfigurationErrors.Invalid("It has an input map, and its endpoint is direct: maps connect the containers of serial endpoints.", endpoint.Name, container.Name));
        WarmUpValidator.Validate(endpoint, container, options, errors);

        if (string.IsNullOrWhiteSpace(container.ModelPath))
        {
            errors.Add(ConfigurationErrors.Invalid("It has no model path.", endpoint.Name, container.Name));
            return;
        }

        string path = ModelPaths.Resolve(container.ModelPath, options);
        if (!File.Exists(path) && !Directory.Exists(path))
            errors.Add(ConfigurationErrors.Invalid(
                $"There is no model at '{path}'{(path == container.ModelPath ? "" : $" ('{container.ModelPath}' from {nameof(MceOptions.BaseDirectory)})")}.",
                endpoint.Name,
                container.Name));
    }

    private static void ValidateTimeout(TimeSpan? timeout, string endpoint, string? container, ICollection<MceException> errors)
    {
        if (timeout <= TimeSpan.Zero || timeout > InferenceRequest.MaxTimeout)
            errors.Add(ConfigurationErrors.Invalid($"Timeout is {timeout}; it must be above 0 and at most 24 days. Leave it out for none.", endpoint, container));
    }

    private static string NameRule(string what) => $"{what} has 1 to 63 letters, digits and hyphens, and begins and ends with a letter or digit.";

    private static bool IsName(string name) => name.Length <= 63 && Name().IsMatch(name);

    // SageMaker's own rule for endpoint and container names.
    [GeneratedRegex("^[a-zA-Z0-9](-*[a-zA-Z0-9])*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
