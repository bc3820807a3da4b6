using System.Collections.Concurrent;

namespace Mce.Conformance;

/// <summary>Enabled at every level, so that no log statement stays unvisited.</summary>
internal sealed class RecordingLogger : IBackendLogger
{
    private readonly ConcurrentQueue<string?> _messages = new();

    public IReadOnlyCollection<string?> Messages => _messages;

    public bool IsEnabled(BackendLogLevel level) => true;

    public void Log(BackendLogLevel level, string message, Exception? exception = null) => _messages.Enqueue(message);
}
