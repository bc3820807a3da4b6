using System.CommandLine;

namespace Mce.Cli;

/// <summary>A command with what its help teaches beyond the list of its options.</summary>
/// <param name="name">What is typed.</param>
/// <param name="description">One sentence.</param>
/// <param name="lesson">Lines under the options: examples, what the answer is.</param>
internal sealed class Verb(string name, string description, string lesson) : Command(name, description)
{
    public string Lesson { get; } = lesson;
}
