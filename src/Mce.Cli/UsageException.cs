namespace Mce.Cli;

/// <summary>Something was asked that can't be done as asked. The message is one line: what was asked, what there is, what to do.</summary>
internal sealed class UsageException(string message, Exception? innerException = null) : Exception(message, innerException);
