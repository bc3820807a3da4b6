using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Worker;

/// <summary>Runs the inbox and a few consumers, with a bounded channel between them.</summary>
internal sealed partial class DigitWorker(Inbox inbox, ItemProcessor processor, WorkerOptions options, IHostApplicationLifetime lifetime, ILogger<DigitWorker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogStarted(Path.GetFullPath(options.Folder), options.Consumers);
        var queue = Channel.CreateBounded<string>(options.QueueLength);
        IEnumerable<Task> consumers = Enumerable.Range(0, options.Consumers).Select(_ => Task.Run(() => ConsumeAsync(queue.Reader, stoppingToken), CancellationToken.None));
        try
        {
            await Task.WhenAll([FeedAsync(queue.Writer, stoppingToken), .. consumers]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What nobody worked on still lies in the inbox.
        }
        catch (Exception)
        {
            Environment.ExitCode = 1;
            throw;
        }

        LogStopped(processor.Answered, processor.Failed);
        if (options.Once) lifetime.StopApplication();
    }

    private async Task FeedAsync(ChannelWriter<string> queue, CancellationToken stopping)
    {
        try
        {
            await inbox.FeedAsync(queue, stopping);
        }
        finally
        {
            queue.Complete();
        }
    }

    private async Task ConsumeAsync(ChannelReader<string> queue, CancellationToken stopping)
    {
        await foreach (string item in queue.ReadAllAsync(stopping))
        {
            // An item that was begun is finished; none is begun any more. (ReadAllAsync heeds the token only where it waits.)
            stopping.ThrowIfCancellationRequested();
            try
            {
                await processor.ProcessAsync(item, stopping);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                // A full disk, for example. The item lies where it lay, and a later scan finds it.
                LogLeft(item, e.Message);
            }
            finally
            {
                inbox.Release(item);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Working in {Folder} with {Consumers} consumers. Ctrl+C stops.")]
    private partial void LogStarted(string folder, int consumers);

    [LoggerMessage(LogLevel.Information, "Stopped: {Answered} answered, {Failed} of them with an error.")]
    private partial void LogStopped(int answered, int failed);

    [LoggerMessage(LogLevel.Error, "{Item} is left for later: {Reason}")]
    private partial void LogLeft(string item, string reason);
}
