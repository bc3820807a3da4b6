using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mce.Core.Tests.Scaling;

internal sealed class LogLines : ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, int Event, string Text)> _lines = [];

    public IEnumerable<string> Of(int eventId) => _lines.Where(l => l.Event == eventId).Select(l => l.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
}
