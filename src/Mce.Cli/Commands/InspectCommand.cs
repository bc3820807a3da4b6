using System.CommandLine;

namespace Mce.Cli.Commands;

/// <summary><c>mce inspect MODEL</c>: all that can be found out about a model file.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var command = new Command("inspect", "Says what a model file is, what it takes and gives, and whether it can be served.")
        {
            CommonOptions.Model,
            CommonOptions.Framework,
            CommonOptions.Setting,
            CommonOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        await using ModelWorkbench workbench = Workbenches.Create(arguments);
        ModelInspection inspection = await workbench.InspectAsync(
            arguments.GetRequiredValue(CommonOptions.Model),
            arguments.GetValue(CommonOptions.Framework),
            CommonOptions.ReadSettings(arguments),
            cancellationToken);
        TextWriter output = arguments.InvocationConfiguration.Output;
        await output.WriteLineAsync($"{inspection.Path}: {inspection.Framework} {inspection.FrameworkVersion}");
        return inspection.CanBeServed ? ExitCode.Success : ExitCode.Failure;
    }
}
