namespace Mce.Cli.Checking;

/// <summary>A case as read, and as it goes to a worker.</summary>
/// <param name="Case">What it says.</param>
/// <param name="Line">Its JSON on one line.</param>
internal sealed record ManifestEntry(CheckCase Case, string Line);
