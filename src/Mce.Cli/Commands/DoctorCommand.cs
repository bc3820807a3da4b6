using System.CommandLine;

namespace Mce.Cli.Commands;

/// <summary><c>mce doctor</c>: what is installed, what loads, what is missing.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Reports the plugins, the machine, and what was looked for and not found.") { CommonOptions.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using ModelWorkbench workbench = Workbenches.Create(arguments);
        PluginReport report = LoadAll(workbench);
        await arguments.InvocationConfiguration.Output.WriteLineAsync(arguments.GetValue(CommonOptions.Json) ? report.ToJson() : report.ToString());
        return report.Plugins.Count > 0 && report.Plugins.All(p => p.State == PluginState.Loaded) ? ExitCode.Success : ExitCode.Failure;
    }

    private static PluginReport LoadAll(ModelWorkbench workbench)
    {
        foreach (PluginReportEntry plugin in workbench.CreatePluginReport().Plugins.Where(p => p.Framework is not null))
        {
            try
            {
                workbench.LoadPlugin($"{plugin.Framework}@{plugin.FrameworkVersion}");
            }
            catch (MceException)
            {
                // The report says why.
            }
        }

        return workbench.CreatePluginReport();
    }
}
