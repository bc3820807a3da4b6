using System.Text.Json.Serialization;

namespace Mce.Fuzz.Runs;

/// <summary>How a case ended. Those from <see cref="Nameless"/> on are findings.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseOutcome>))]
internal enum CaseOutcome
{
    /// <summary>It was opened and ran.</summary>
    Ran,

    /// <summary>It was opened, and its inputs are too large to try.</summary>
    Opened,

    /// <summary>The library refused to open it, and said which file.</summary>
    Refused,

    /// <summary>It was opened, and the call failed with an error of the library.</summary>
    Failed,

    /// <summary>It took long, and stopped when it was told to.</summary>
    Stopped,

    /// <summary>The library refused it without the file's name.</summary>
    Nameless,

    /// <summary>An error whose text is as long as a file: the log's problem, made of the file's content.</summary>
    Wordy,

    /// <summary>An exception that isn't the library's, bare or inside one of its own that only wraps it.</summary>
    Foreign,

    /// <summary>It took more memory than a case may.</summary>
    Memory,

    /// <summary>It didn't stop when it was told to.</summary>
    Hung,

    /// <summary>It ended the process.</summary>
    Crashed,
}
