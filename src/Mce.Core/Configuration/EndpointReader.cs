using Microsoft.Extensions.Configuration;

namespace Mce;

/// <summary>Reads an endpoint, in the library's words or in SageMaker's (<c>EndpointName</c>, <c>InferenceExecutionConfig</c>).</summary>
internal sealed class EndpointReader(ICollection<MceException> errors) : SectionReader(errors)
{
    private readonly ContainerReader _containers = new(errors);

    public EndpointConfig Read(IConfigurationSection section)
    {
        // An endpoint is an entry of an object ("digits": {…}) or of an array, then with its name inside.
        string name = section.Key;
        var mode = InvocationMode.Serial;
        TimeSpan? timeout = null;
        ScalingConfig? scaling = null;
        var containers = new List<ContainerConfig>();
        RefuseBoth(section, "Name", "EndpointName");
        RefuseBoth(section, "Mode", "InferenceExecutionConfig");
        foreach (IConfigurationSection child in Items(section, "an object: an endpoint"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "NAME" or "ENDPOINTNAME":
                    name = ReadName(child, name);
                    break;
                case "MODE":
                    mode = ReadEnum(child, mode);
                    break;
                case "INFERENCEEXECUTIONCONFIG":
                    foreach (IConfigurationSection inner in Items(child, "an object such as { \"Mode\": \"Direct\" }"))
                    {
                        if (inner.Key.Equals("Mode", StringComparison.OrdinalIgnoreCase)) mode = ReadEnum(inner, mode);
                        else Unknown(inner, "Mode");
                    }

                    break;
                case "CONTAINERS":
                    foreach (IConfigurationSection item in Items(child, "an array of containers")) containers.Add(_containers.Read(item));
                    break;
                case "TIMEOUT":
                    timeout = ReadTimeSpan(child, InferenceRequest.MaxTimeout);
                    break;
                case "SCALING":
                    scaling = new ScalingReader(Errors).Read(child);
                    break;
                default:
                    Unknown(child, "Name (EndpointName), Mode (InferenceExecutionConfig:Mode), Containers, Timeout, Scaling");
                    break;
            }
        }

        return new EndpointConfig { Name = name, Mode = mode, Containers = containers, Timeout = timeout, Scaling = scaling };
    }
}
