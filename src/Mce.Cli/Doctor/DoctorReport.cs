namespace Mce.Cli.Doctor;

/// <summary>All that <c>mce doctor</c> says. Its JSON form is documented in docs/cli.md.</summary>
/// <param name="Ok">Whether every plugin loads.</param>
/// <param name="Tool">This command.</param>
/// <param name="Machine">Where it runs.</param>
/// <param name="Lookups">What was looked for, found or not.</param>
/// <param name="PluginReport">The plugins.</param>
internal sealed record DoctorReport(bool Ok, ToolInfo Tool, MachineInfo Machine, IReadOnlyList<Lookup> Lookups, PluginReport PluginReport);
