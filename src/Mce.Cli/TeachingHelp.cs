using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Mce.Cli;

/// <summary>The usual help and, below it, examples.</summary>
internal sealed class TeachingHelp(HelpAction usual) : SynchronousCommandLineAction
{
    private const string General = """
        Examples:
          mce doctor                                            is everything there?
          mce inspect model.onnx                                what is it, what does it take and give?
          mce run model.onnx --input x=x.npy --output out       one call, from files to files
          mce VERB --help                                       more about a verb

        Exit codes:
          0 done; 1 done, and the answer is no (a plugin or model doesn't load, a model fails); 2 asked wrongly; 130 cancelled.
        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = usual.Invoke(parseResult);
        string? lesson = parseResult.CommandResult.Command switch
        {
            RootCommand => General,
            Verb verb => verb.Lesson,
            _ => null,
        };
        if (lesson is not null) parseResult.InvocationConfiguration.Output.WriteLine(lesson);
        return code;
    }
}
