namespace Mce.Cli.Checking;

/// <summary>How cases are run.</summary>
/// <param name="Plugins">The plugins' folder.</param>
/// <param name="Folder">Where the cases' relative files start.</param>
/// <param name="Trust">The list of trusted model files; null = all are.</param>
/// <param name="Timeout">How long one case may take.</param>
/// <param name="Jobs">How many cases run side by side.</param>
/// <param name="Echo">Takes what the workers print; null = nobody.</param>
internal sealed record CheckSettings(string Plugins, string Folder, string? Trust, TimeSpan Timeout, int Jobs, TextWriter? Echo)
{
    /// <summary>Starts a process that runs cases.</summary>
    /// <param name="lanes">How many at a time.</param>
    public WorkerProcess StartWorker(int lanes) => WorkerProcess.Start([$"{lanes}", Plugins, Folder, Trust ?? ""], Echo);
}
