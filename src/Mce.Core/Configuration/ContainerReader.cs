using Microsoft.Extensions.Configuration;

namespace Mce;

/// <summary>
/// Reads a container, in the library's words or in SageMaker's (<c>ContainerHostname</c>, <c>Image</c>, <c>ModelDataUrl</c>,
/// <c>Environment</c>).
/// </summary>
internal sealed class ContainerReader(ICollection<MceException> errors) : SectionReader(errors)
{
    private readonly WarmUpReader _warmUps = new(errors);

    public ContainerConfig Read(IConfigurationSection section)
    {
        // In an object of containers the key is the name; in an array it is the index, and SageMaker's order counts.
        var config = new ContainerConfig { Name = section.Key, Framework = "", ModelPath = "" };
        RefuseBoth(section, "Name", "ContainerHostname");
        RefuseBoth(section, "Framework", "Image");
        RefuseBoth(section, "ModelPath", "ModelDataUrl");
        RefuseBoth(section, "Settings", "Environment");
        foreach (IConfigurationSection child in Items(section, "an object: a container"))
        {
            config = child.Key.ToUpperInvariant() switch
            {
                "NAME" or "CONTAINERHOSTNAME" => config with { Name = ReadName(child, config.Name) },
                "FRAMEWORK" or "IMAGE" => config with { Framework = ReadName(child) },
                "MODELPATH" or "MODELDATAURL" => config with { ModelPath = ReadName(child) },
                "SETTINGS" or "ENVIRONMENT" => config with { Settings = ReadSettings(child) },
                "DEVICE" => config with { Device = ReadDevice(child) },
                "INSTANCECOUNT" => config with { InstanceCount = ReadInt32(child, 1) },
                "MININSTANCECOUNT" => config with { MinInstanceCount = ReadInt32(child, 1) },
                "MAXINSTANCECOUNT" => config with { MaxInstanceCount = ReadInt32(child, 1) },
                "INSTANCEGROUPS" => config with { InstanceGroups = [.. Items(child, "an array of instance groups").Select(ReadGroup)] },
                "SELECTOR" => config with { Selector = ReadEnum(child, config.Selector) },
                "MAXQUEUELENGTH" => config with { MaxQueueLength = ReadInt32(child, 0) },
                "TIMEOUT" => config with { Timeout = ReadTimeSpan(child, InferenceRequest.MaxTimeout) },
                "WARMUP" => config with { WarmUp = _warmUps.Read(child) },
                "SCALING" => config with { Scaling = new ScalingReader(Errors).Read(child) },
                "INPUTMAP" => config with { InputMap = ReadMap(child) },
                _ => Skip(child, config),
            };
        }

        return config;
    }

    private ContainerConfig Skip(IConfigurationSection section, ContainerConfig config)
    {
        Unknown(
            section,
            "Name (ContainerHostname), Framework (Image), ModelPath (ModelDataUrl), Settings (Environment), Device, InstanceCount, " +
            "MinInstanceCount, MaxInstanceCount, InstanceGroups, Selector, MaxQueueLength, Timeout, WarmUp, Scaling, InputMap");
        return config;
    }

    private InstanceGroupConfig ReadGroup(IConfigurationSection section)
    {
        var group = new InstanceGroupConfig();
        foreach (IConfigurationSection child in Items(section, "an object: an instance group"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "COUNT": group = group with { Count = ReadInt32(child, 1) }; break;
                case "MINIMUM": group = group with { Minimum = ReadInt32(child, 1) }; break;
                case "MAXIMUM": group = group with { Maximum = ReadInt32(child, 1) }; break;
                case "SLOTS": group = group with { Slots = ReadInt32(child, 1) }; break;
                case "DEVICE": group = group with { Device = ReadDevice(child) }; break;
                default: Unknown(child, "Count, Minimum, Maximum, Slots, Device"); break;
            }
        }

        return group;
    }

    private TensorDevice ReadDevice(IConfigurationSection section)
    {
        if (TensorDevice.TryParse(section.Value, out TensorDevice device)) return device;
        Wrong(section, "cpu, cuda or cuda:N");
        return TensorDevice.Cpu;
    }

    private Dictionary<string, InputSource> ReadMap(IConfigurationSection section)
    {
        var map = new Dictionary<string, InputSource>(StringComparer.Ordinal);
        foreach (IConfigurationSection item in Items(section, "an object of sources by input name")) ReadMapping(item, map);
        return map;
    }

    private void ReadMapping(IConfigurationSection section, Dictionary<string, InputSource> map)
    {
        if (section.Value is { Length: > 0 } output)
        {
            map[section.Key] = InputSource.Previous(output);
            return;
        }

        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (child.Key.ToUpperInvariant() is not ("CONTAINER" or "OUTPUT" or "REQUEST")) Unknown(child, "Container, Output, Request");
        }

        string? from = section["Container"], name = section["Output"], request = section["Request"];
        if (request is { Length: > 0 } && from is null && name is null) map[section.Key] = InputSource.Request(request);
        else if (from is { Length: > 0 } && name is { Length: > 0 } && request is null) map[section.Key] = InputSource.From(from, name);
        else Wrong(section, "an output's name, { \"Container\": …, \"Output\": … } or { \"Request\": … }");
    }
}
