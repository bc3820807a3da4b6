namespace Mce.Cli.Benching;

/// <summary>What <c>mce bench</c> found out.</summary>
/// <param name="Path">The model file.</param>
/// <param name="Framework">Its framework.</param>
/// <param name="FrameworkVersion">The version that ran it.</param>
/// <param name="Machine">Cores and system: figures mean nothing without.</param>
/// <param name="Inputs">What was sent: <c>synthetic</c> or <c>files</c>.</param>
/// <param name="Note">Which of the default batch sizes were left out, and why; null = none.</param>
/// <param name="LoadMilliseconds">From the file to the first possible call, with the plugin already loaded.</param>
/// <param name="Memory">The process's memory.</param>
/// <param name="Points">One for each batch size and number of callers.</param>
/// <param name="Advice">Settings for a container, and why.</param>
internal sealed record BenchReport(
    string Path,
    string Framework,
    string FrameworkVersion,
    string Machine,
    string Inputs,
    string? Note,
    double LoadMilliseconds,
    BenchMemory Memory,
    IReadOnlyList<BenchPoint> Points,
    IReadOnlyList<BenchAdvice> Advice);
