using System.Globalization;
using System.Text.Json;
using Mce.Fuzz.Cases;

namespace Mce.Fuzz.Runs;

/// <summary>The child: reads seeds, one a line, and answers each with a line of JSON.</summary>
internal static class Worker
{
    /// <summary>What every answer starts with: native libraries write to the same stream.</summary>
    public const string Mark = "\u0002result ";

    public static async Task<int> RunAsync(FuzzFormat format, TextReader input, TextWriter output)
    {
        await using var runner = new CaseRunner();
        runner.Prepare(format);
        await output.WriteLineAsync(Mark);
        await output.FlushAsync();
        while (await input.ReadLineAsync() is { Length: > 0 } line)
        {
            FuzzCase made = CaseFactory.Create(format, ulong.Parse(line, CultureInfo.InvariantCulture));
            CaseResult result = await runner.RunAsync(made);
            await output.WriteLineAsync(Mark + JsonSerializer.Serialize(result));
            await output.FlushAsync();
        }

        return 0;
    }
}
