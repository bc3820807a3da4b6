using System.CommandLine;

namespace Mce.Cli;

/// <summary>Options that several verbs share.</summary>
internal static class CommonOptions
{
    /// <summary>Of the root command, so of every verb.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Say more: the stack trace of an error, and what native libraries write.", Recursive = true };

    /// <summary>Of the root command, so of every verb.</summary>
    public static Option<string?> Plugins { get; } = new("--plugins")
    {
        Description = "The folder whose sub-folders are the plugins [default: plugins/ beside mce].",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>Of the root command, so of every verb.</summary>
    public static Option<string?> Manifest { get; } = new("--manifest")
    {
        Description = "Load only model files that this SHA-256 manifest lists, in the format of sha256sum; see docs/trust.md.",
        HelpName = "FILE",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "Write one JSON document instead of text." };

    public static Option<string?> Framework { get; } = new("--framework")
    {
        Description = "onnx, mlnet or torch, optionally with a version (onnx@1.31) [default: the one that the file's content asks for].",
        HelpName = "NAME",
    };

    public static Option<string[]> Setting { get; } = new("--setting")
    {
        Description = "A setting of the container, as the framework's plugin documents them; repeat for more.",
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
    };

    public static Argument<string> Model { get; } = new("MODEL") { Description = "The model file: .onnx, .ort, ML.NET .zip or .pt2." };

    /// <summary>The settings that were given.</summary>
    /// <exception cref="UsageException">One of them is no KEY=VALUE, or is given twice.</exception>
    public static BackendSettings ReadSettings(ParseResult arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string given in arguments.GetValue(Setting) ?? [])
        {
            int equals = given.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new UsageException($"--setting '{given}' is no KEY=VALUE; write for example --setting IntraOpThreads=1.");
            if (!values.TryAdd(given[..equals], given[(equals + 1)..]))
                throw new UsageException($"The setting '{given[..equals]}' is given twice; give each setting once.");
        }

        return new BackendSettings(values);
    }
}
