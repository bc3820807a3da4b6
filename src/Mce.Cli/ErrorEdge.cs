using Mce.Cli.Terminal;

namespace Mce.Cli;

/// <summary>The one place where an exception becomes a line on the error stream and an exit code.</summary>
internal static class ErrorEdge
{
    // Mistakes in what was asked. Every other code is about the model, the plugin or the machine.
    private static readonly HashSet<string> Usage =
    [
        MceErrorCodes.ModelNotFound,
        MceErrorCodes.FrameworkNotFound,
        MceErrorCodes.SettingInvalid,
        MceErrorCodes.ConfigurationInvalid,
        MceErrorCodes.InputUnknown,
        MceErrorCodes.InputMissing,
        MceErrorCodes.TensorTypeMismatch,
        MceErrorCodes.TensorShapeMismatch,
        MceErrorCodes.TensorInvalid,
    ];

    private const int MaxLength = 2_000;

    /// <summary>Reports what ended a command.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="output">The error stream.</param>
    /// <param name="verbose">Whether to give the stack trace too.</param>
    /// <returns>The exit code.</returns>
    public static int Report(Exception error, TextWriter output, bool verbose)
    {
        int code = CodeOf(error);
        output.WriteLine($"mce: {(code == ExitCode.Cancelled ? "cancelled." : Describe(error))}");
        if (verbose) output.WriteLine(error.ToString());
        return code;
    }

    internal static int CodeOf(Exception error) => error switch
    {
        UsageException => ExitCode.Usage,
        OperationCanceledException => ExitCode.Cancelled,
        MceException known when Usage.Contains(known.Code) => ExitCode.Usage,
        _ => ExitCode.Failure,
    };

    /// <summary>What an error says to the user, on one line.</summary>
    internal static string Describe(Exception error) => OneLine(Innermost(error));

    /// <summary>A message on one line, for whoever reads line by line, and not longer than anybody reads.</summary>
    internal static string OneLine(string message)
    {
        string line = string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return Printable.Of(line.Length <= MaxLength ? line : $"{line[..MaxLength]}… (--verbose gives all of it)");
    }

    // A model that is run has an endpoint and a container that only the workbench named: they'd tell the user nothing.
    private static string Innermost(Exception error) => error switch
    {
        MceException { InnerException: MceException cause } outer when outer.Message.EndsWith(cause.Message, StringComparison.Ordinal) => cause.Message,
        MceException or UsageException => error.Message,
        // The machine's fault: a full disk behind the output stream, say.
        IOException or UnauthorizedAccessException or OutOfMemoryException => error.Message,
        _ => $"{error.GetType().Name}: {error.Message} This is a fault of mce; run it again with --verbose and report what it prints.",
    };
}
