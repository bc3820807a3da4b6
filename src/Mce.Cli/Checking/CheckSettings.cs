namespace Mce.Cli.Checking;

/// <summary>How cases are run.</summary>
/// <param name="Plugins">The plugins' folder.</param>
/// <param name="Folder">Where the cases' relative files start.</param>
/// <param name="Trust">The list of trusted model files; null = all are.</param>
/// <param name="Timeout">How long one case may take.</param>
/// <param name="Jobs">How many processes run cases side by side.</param>
/// <param name="Echo">Takes what the workers print; null = nobody.</param>
internal sealed record CheckSettings(string Plugins, string Folder, string? Trust, TimeSpan Timeout, int Jobs, TextWriter? Echo)
{
    public WorkerProcess StartWorker() => WorkerProcess.Start([Plugins, Folder, Trust ?? ""], Echo);
}
