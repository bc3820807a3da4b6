using System.CommandLine;
using System.CommandLine.Help;
using Mce.Cli.Commands;

namespace Mce.Cli;

/// <summary>The verbs, and the way from arguments to an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="arguments">As the shell gave them.</param>
    /// <param name="output">Takes answers.</param>
    /// <param name="error">Takes errors and progress.</param>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ParseResult parsed = CreateRoot().Parse(arguments);
        bool verbose = parsed.GetValue(CommonOptions.Verbose);
        try
        {
            if (parsed.Action is not TeachingHelp)
            {
                if (parsed.Errors.Count > 0 || UsageErrors.HasMistakenOption(parsed)) throw UsageErrors.Of(parsed);
                UsageErrors.ThrowIfEmpty(parsed);
            }

            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
            });
        }
#pragma warning disable CA1031 // nothing of a program's last resort may get past it
        catch (Exception e)
#pragma warning restore CA1031
        {
            return ErrorEdge.Report(e, error, verbose);
        }
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("Looks into ONNX, ML.NET and PyTorch models, runs, checks and measures them from the shell.")
        {
            DoctorCommand.Create(),
            InspectCommand.Create(),
            RunCommand.Create(),
            CheckCommand.Create(),
            BenchCommand.Create(),
        };
        root.Options.Add(CommonOptions.Plugins);
        root.Options.Add(CommonOptions.Manifest);
        root.Options.Add(CommonOptions.Verbose);
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new TeachingHelp((HelpAction)help.Action!);
        return root;
    }
}
