using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>Tells the host's handler how loading goes: one call at a time, and its exceptions stay its own.</summary>
internal sealed class LoadReporter(ServerSetup setup, int total, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly long _began = setup.TimeProvider.GetTimestamp();
    private int _completed;

    public void Report(string endpoint, string container, ModelLoadStage stage)
    {
        lock (_gate)
        {
            if (stage is ModelLoadStage.Ready or ModelLoadStage.Failed) _completed++;
            try
            {
                setup.Progress?.Invoke(new ModelLoadProgress(endpoint, container, stage, _completed, total, setup.TimeProvider.GetElapsedTime(_began)));
            }
            catch (Exception e)
            {
                Log.ProgressHandlerFailed(logger, e);
            }
        }
    }
}
