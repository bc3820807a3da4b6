using System.Globalization;
using System.Text;
using Mce.Cli.Terminal;

namespace Mce.Cli.Doctor;

/// <summary>The report as text.</summary>
internal static class DoctorText
{
    public static string Format(DoctorReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"mce {report.Tool.Version} in {report.Tool.Directory}\n\nMachine\n");
        text.Append(TextTable.Format(Machine(report.Machine)));
        text.Append("\nLooked for\n");
        text.Append(TextTable.Format([.. report.Lookups.Select(l => new[] { l.Found ? "found" : "missing", l.What, l.Where ?? "not set" })]));
        text.Append('\n').Append(report.PluginReport.ToString().TrimEnd()).Append("\n\n");
        string[] hints = [.. report.Lookups.Where(l => l.Hint is not null).Select(l => $"  - {l.What}: {l.Hint}\n")];
        if (hints.Length > 0) text.Append("What is missing, and what to do if you want it\n").AppendJoin("", hints).Append('\n');
        text.Append(report.Ok ? "Every plugin loads.\n" : report.PluginReport.Plugins.Count == 0 ? "There is no plugin.\n" : "Not every plugin loads: see the problems above.\n");
        return text.ToString();
    }

    private static string[][] Machine(MachineInfo machine) =>
    [
        ["system", $"{machine.System}, {machine.RuntimeIdentifier}, {machine.Runtime}"],
        ["processor", $"{machine.Processor}, vectors: {machine.Vectors}"],
        ["cores", $"{machine.UsableCores} usable{(machine.Cores is { } all ? $" of {all}" : "")}, {(machine.CoreLimit is { } limit ? string.Create(CultureInfo.InvariantCulture, $"container limit {limit:0.##}") : "no container limit")}"],
        ["memory", $"{Size.Of(machine.MemoryBytes)}, {Size.Of(machine.AvailableMemoryBytes)} available, {(machine.MemoryLimitBytes is { } most ? $"container limit {Size.Of(most)}" : "no container limit")}"],
        ["devices", machine.Devices.Count == 0 ? "CPU only" : string.Join("; ", machine.Devices.Select(d => $"{d.Name}, {Size.Of(d.MemoryBytes)}, driver {d.Driver ?? "unknown"}"))],
    ];
}
