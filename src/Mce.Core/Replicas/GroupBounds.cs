namespace Mce;

/// <summary>How many replicas a group begins with, and between how many scaling may choose.</summary>
internal readonly record struct GroupBounds(int Count, int Minimum, int Maximum)
{
    /// <summary>Fills in what the configuration leaves out.</summary>
    /// <param name="group">The configuration, valid in itself.</param>
    /// <param name="standard">How many there are where nothing is said.</param>
    public static GroupBounds Of(InstanceGroupConfig group, int standard)
    {
        int count = group.Count ?? Math.Clamp(standard, group.Minimum ?? 0, group.Maximum ?? int.MaxValue);
        return new(count, group.Minimum ?? count, group.Maximum ?? Math.Max(1, count));
    }
}
