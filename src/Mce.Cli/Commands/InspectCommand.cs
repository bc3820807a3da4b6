using System.CommandLine;
using Mce.Cli.Inspecting;
using Mce.Cli.Terminal;

namespace Mce.Cli.Commands;

/// <summary><c>mce inspect MODEL</c>: all that can be found out about a model file.</summary>
internal static class InspectCommand
{
    private const string Lesson = """
        The file's content is looked at, not its name. The model is loaded once, so that what can't be served is known for sure.

        Examples:
          mce inspect model.onnx
          mce inspect classifier.zip --setting Batch=View       as a container with this setting would load it
          mce inspect model.pt2 --json | jq '.inputs[].name'

        Exit codes:
          0 it can be served; 1 it can't, and the answer says why; 2 there is no such file, framework or setting.
        """;

    public static Command Create()
    {
        var command = new Verb("inspect", "Says what a model file is, what it takes and gives, and whether it can be served.", Lesson)
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
        string? framework = arguments.GetValue(CommonOptions.Framework);
        using NativeNoise? silence = NativeNoise.Silence(!arguments.GetValue(CommonOptions.Verbose));
        await using ModelWorkbench workbench = Workbenches.Create(arguments);
        ModelInspection model = await workbench.InspectAsync(
            arguments.GetRequiredValue(CommonOptions.Model),
            framework,
            CommonOptions.ReadSettings(arguments),
            cancellationToken);
        ThrowIfAskedWrongly(model, framework);
        string text = arguments.GetValue(CommonOptions.Json) ? CliJson.Write(InspectReport.Of(model)) : InspectText.Format(model);
        await arguments.InvocationConfiguration.Output.WriteAsync(text);
        return model.CanBeServed ? ExitCode.Success : ExitCode.Failure;
    }

    // Such a problem says something about the command line and nothing about the model.
    private static void ThrowIfAskedWrongly(ModelInspection model, string? framework)
    {
        ModelProblem? mistake = model.Problems.FirstOrDefault(p =>
            p.Code == MceErrorCodes.SettingInvalid || (p.Code == MceErrorCodes.FrameworkNotFound && framework is not null));
        if (mistake is not null) throw new UsageException(mistake.Message);
    }
}
