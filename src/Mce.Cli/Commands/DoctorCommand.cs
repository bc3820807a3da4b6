using System.CommandLine;
using Mce.Cli.Doctor;
using Mce.Cli.LibTorch;

namespace Mce.Cli.Commands;

/// <summary><c>mce doctor</c>: what is installed, what loads, what is missing.</summary>
internal static class DoctorCommand
{
    private static readonly string[] Frameworks = ["mlnet", "onnx", "torch"];

    private static readonly Option<bool> Digests = new("--digests") { Description = "Give each plugin's digest too, for a list of trusted plugins; reads all their files." };

    private const string Lesson = """
        Every plugin is loaded, as a server would load it. The report shows each one's state and error, the machine with its limits,
        and where plugins, libtorch and GPUs were looked for.

        Examples:
          mce doctor
          mce doctor --plugins bin/Release/net10.0/plugins      the plugins of your own application
          mce doctor --digests                                  for a list of trusted plugins, see docs/trust.md
          mce doctor --json | jq .ok

        Exit codes:
          0 every plugin loads; 1 one of them doesn't, or there is none.
        """;

    public static Command Create()
    {
        var command = new Verb("doctor", "Reports the plugins, the machine, and what was looked for and not found.", Lesson) { CommonOptions.Json, Digests };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string root = Path.GetPathRoot(AppContext.BaseDirectory) ?? "/";
        var probe = new DeviceProbe(root);
        Task<IReadOnlyList<DeviceInfo>> devices = probe.FindAsync(cancellationToken);
        await using ModelWorkbench workbench = Workbenches.Create(arguments);
        PluginReport plugins = workbench.LoadPlugins(arguments.GetValue(Digests), cancellationToken);
        var report = new DoctorReport(
            plugins.Problems.Count == 0 && plugins.Plugins.Count > 0 && plugins.Plugins.All(p => p.State == PluginState.Loaded),
            ToolInfo.Current,
            MachineProbe.Read(root, await devices),
            [.. Lookups(Workbenches.PluginsFolder(arguments), plugins), .. probe.Lookups()],
            plugins);
        string text = arguments.GetValue(CommonOptions.Json) ? CliJson.Write(report) : DoctorText.Format(report);
        await arguments.InvocationConfiguration.Output.WriteAsync(text);
        return report.Ok ? ExitCode.Success : ExitCode.Failure;
    }

    private static IEnumerable<Lookup> Lookups(string folder, PluginReport plugins)
    {
        bool exists = Directory.Exists(folder);
        yield return new("plugins folder", exists, folder, exists ? null : "Install or build mce again, or name a folder with --plugins DIR.");
        foreach (string framework in Frameworks)
        {
            PluginReportEntry? plugin = plugins.Plugins.FirstOrDefault(p => framework.Equals(p.Framework, StringComparison.OrdinalIgnoreCase));
            yield return new($"{framework} plugin", plugin is not null, plugin?.Directory ?? folder, plugin is not null ? null : $"Its models can't be served. Copy the plugin's build output to {Path.Combine(folder, framework)}.");
        }

        var finder = new LibTorchFinder(folder, Environment.GetEnvironmentVariable);
        LibTorchPlace[] places = [.. finder.Places()];
        bool found = places.Any(p => p.Holds);
        foreach (LibTorchPlace place in places)
            yield return new($"libtorch: {place.Name}", place.Holds, place.Path, null);
        if (!found)
        {
            yield return new(
                "libtorch",
                false,
                LibTorchFinder.FileName,
                $"PyTorch models need libtorch {LibTorchFinder.Version}: set {LibTorchFinder.EnvironmentVariable} to a folder with {LibTorchFinder.FileName}, or restore the NuGet package {LibTorchFinder.PackageId} {LibTorchFinder.Version}.");
        }
    }
}
