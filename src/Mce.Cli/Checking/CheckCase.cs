namespace Mce.Cli.Checking;

/// <summary>One case of a manifest: a model, what goes in, and what must come out.</summary>
internal sealed record CheckCase
{
    public required string Name { get; init; }

    /// <summary>The absolute path.</summary>
    public required string Model { get; init; }

    /// <summary>Null = the one that the file's content asks for.</summary>
    public string? Framework { get; init; }

    public BackendSettings Settings { get; init; } = BackendSettings.Empty;

    public required IReadOnlyList<CaseFile> Inputs { get; init; }

    /// <summary>Outputs that aren't named here are not compared; a case without any fails, for it would pass whatever the model does.</summary>
    public required IReadOnlyList<CaseFile> Outputs { get; init; }

    public Tolerance Tolerance { get; init; } = new(null, null);
}
