using System.Collections.Frozen;

namespace Mce;

/// <summary>The root of every error of the library: a stable code, fields, and a message that says what to do.</summary>
/// <remarks>
/// The three are plain text, so that an error survives a process boundary. Besides this type callers meet only
/// <see cref="ArgumentException"/> (a mistake in the calling code), <see cref="ObjectDisposedException"/> and
/// <see cref="OperationCanceledException"/>.
/// </remarks>
public sealed class MceException : Exception
{
    private static readonly FrozenDictionary<string, string> NoFields = FrozenDictionary<string, string>.Empty;

    /// <summary>Makes an error.</summary>
    /// <param name="code">One of <see cref="MceErrorCodes"/>.</param>
    /// <param name="message">What was asked, what there is, what to do.</param>
    /// <param name="fields">The same as data: names, shapes, paths.</param>
    /// <param name="innerException">The cause, when a framework threw it.</param>
    /// <param name="isTransient">Whether the same request may succeed later.</param>
    public MceException(
        string code,
        string message,
        IReadOnlyDictionary<string, string>? fields = null,
        Exception? innerException = null,
        bool isTransient = false)
        : base(message, innerException)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        Code = code;
        Fields = fields ?? NoFields;
        IsTransient = isTransient;
        Errors = [];
    }

    /// <summary>Bundles several errors under one code, so that all are reported at once.</summary>
    /// <param name="code">One of <see cref="MceErrorCodes"/>.</param>
    /// <param name="summary">One line over all of them.</param>
    /// <param name="errors">At least one error.</param>
    public MceException(string code, string summary, IReadOnlyList<MceException> errors)
        : base(Bundle(summary, errors), errors.Count == 1 ? errors[0] : new AggregateException(errors))
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        Code = code;
        Fields = NoFields;
        Errors = errors;
    }

    /// <summary>The stable code, one of <see cref="MceErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>The error's data. Never null.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; }

    /// <summary>Whether the same request may succeed later without a change.</summary>
    public bool IsTransient { get; }

    /// <summary>
    /// How long to wait before the same request is worth another try, estimated from how fast work is being done; null = unknown.
    /// Only on transient errors.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The single errors that this one bundles; empty for a single error.</summary>
    public IReadOnlyList<MceException> Errors { get; }

    private static string Bundle(string summary, IReadOnlyList<MceException> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (errors.Count == 0) throw new ArgumentException("At least one error.", nameof(errors));
        return summary + string.Concat(errors.Select(e => $"{Environment.NewLine}  - {e.Message.ReplaceLineEndings(Environment.NewLine + "    ")}"));
    }
}
