namespace Mce;

/// <summary>The version of the contract between the server and its plugins.</summary>
/// <remarks>
/// <para>The constants are compiled into each plugin by <see cref="ExportBackendAttribute"/> and read from the plugin's
/// metadata before anything of it is loaded.</para>
/// <para>Major must match. A plugin may be built against a lower minor than the host's, down to
/// <see cref="OldestMinor"/>, never against a higher one. While major is 0, a minor may break: then
/// <see cref="OldestMinor"/> rises with it.</para>
/// </remarks>
public static class MceAbi
{
    /// <summary>Changes when plugins must be recompiled.</summary>
    public const int Major = 0;

    /// <summary>Grows when an optional ability is added.</summary>
    public const int Minor = 3;

    /// <summary>The oldest minor that this version still accepts.</summary>
    public const int OldestMinor = 1;
}
