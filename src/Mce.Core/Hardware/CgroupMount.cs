namespace Mce;

/// <summary>Where a hierarchy of control groups can be seen.</summary>
/// <param name="Folder">The folder it is mounted at.</param>
/// <param name="Root">The group that the folder shows: <c>/</c>, or a container's own.</param>
/// <param name="IsUnified">Whether it is one of version 2, with all controllers.</param>
/// <param name="Options">Of a version 1 hierarchy: its controllers are among them.</param>
internal sealed record CgroupMount(string Folder, string Root, bool IsUnified, string[] Options)
{
    /// <summary>Reads a line of <c>/proc/self/mountinfo</c>; null when it is another mount.</summary>
    /// <remarks><c>35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory</c></remarks>
    public static CgroupMount? TryParse(string line)
    {
        string[] halves = line.Split(" - ", 2);
        if (halves.Length < 2) return null;
        string[] mount = halves[0].Split(' '), system = halves[1].Split(' ');
        if (mount.Length < 5 || system.Length < 3 || system[0] is not ("cgroup" or "cgroup2")) return null;
        return new CgroupMount(Unescape(mount[4]), Unescape(mount[3]), system[0] == "cgroup2", system[2].Split(','));
    }

    /// <summary>Whether it is a version 1 hierarchy with that controller.</summary>
    public bool Has(string controller) => !IsUnified && Options.Contains(controller);

    /// <summary>The folder of a group. One that lies outside of what is mounted is taken for the mounted one: nothing nearer can be seen.</summary>
    public string FolderOf(string group)
    {
        string below = group;
        if (Root != "/")
        {
            if (group != Root && !group.StartsWith(Root + "/", StringComparison.Ordinal)) return Folder;
            below = group[Root.Length..];
        }

        return below.Trim('/').Length == 0 || below.Contains("/..", StringComparison.Ordinal) ? Folder : $"{Folder.TrimEnd('/')}/{below.Trim('/')}";
    }

    // A blank in a path is \040.
    private static string Unescape(string path) => path.Replace("\\040", " ", StringComparison.Ordinal);
}
