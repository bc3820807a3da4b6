namespace Mce;

/// <summary>Finds mistakes in instance groups that can be found without their model.</summary>
internal static class InstanceGroupValidator
{
    private const int Most = 1_024;

    public static void Validate(EndpointConfig endpoint, ContainerConfig container, ICollection<MceException> errors)
    {
        bool isShort = container.InstanceGroups.Count == 0;
        if (!isShort && (container.InstanceCount is not null || container.MinInstanceCount is not null || container.MaxInstanceCount is not null || container.Device != TensorDevice.Cpu))
            Add("It has InstanceGroups and InstanceCount, MinInstanceCount, MaxInstanceCount or Device, which are the short form of one group: keep one.");

        (string count, string minimum, string maximum) = isShort ? ("InstanceCount", "MinInstanceCount", "MaxInstanceCount") : ("Count", "Minimum", "Maximum");
        foreach ((int index, InstanceGroupConfig group) in container.Groups.Index())
        {
            string where = isShort ? "" : $"InstanceGroups:{index}: ";
            Check(where + count, group.Count, 0);
            Check(where + minimum, group.Minimum, 0);
            Check(where + maximum, group.Maximum, 1);
            Check(where + "Slots", group.Slots, 1);
            if (group.Minimum > group.Maximum) Add($"{where}{minimum} is {group.Minimum}, above {maximum}, which is {group.Maximum}.");
            if (group.Count < group.Minimum) Add($"{where}{count} is {group.Count}, below {minimum}, which is {group.Minimum}.");
            if (group.Count > group.Maximum) Add($"{where}{count} is {group.Count}, above {maximum}, which is {group.Maximum}.");
            if (group is { Count: 0, Maximum: null }) Add($"{where}{count} is 0 and {maximum} isn't given, so there would never be a replica: give {maximum}.");
        }

        bool canSleep = container.Groups.All(g => (g.Minimum ?? g.Count) == 0);
        if (canSleep && container.MaxQueueLength == 0)
            Add($"It may have no replica ({minimum} is 0) and no queue (MaxQueueLength is 0), so the request that should wake it would be refused: let at least 1 wait.");

        void Check(string name, int? value, int least)
        {
            if (value < least || value > Most) Add($"{name} is {value}; it must be from {least} to {Most}.");
        }

        void Add(string message) => errors.Add(ConfigurationErrors.Invalid(message, endpoint.Name, container.Name));
    }
}
