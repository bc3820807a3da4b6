using System.Text.Json;

namespace Mce.Cli.Checking;

/// <summary>One line of what a worker tells: <c>{"case":12,"state":"started"}</c>.</summary>
/// <param name="Case">The case's position in the manifest.</param>
/// <param name="State">What became of it.</param>
/// <param name="Why">Why it failed; null = it didn't.</param>
/// <param name="Milliseconds">How long it took; null = it goes on.</param>
internal sealed record WorkerMessage(int Case, WorkerState State, string? Why = null, double? Milliseconds = null)
{
    /// <summary>Adds the line to a buffer.</summary>
    public void WriteTo(Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("case", Case);
            json.WriteString("state", NameOf(State));
            if (Why is not null) json.WriteString("why", Why);
            if (Milliseconds is { } milliseconds) json.WriteNumber("milliseconds", milliseconds);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    public static WorkerMessage Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement json = document.RootElement;
        string? why = json.TryGetProperty("why", out JsonElement text) ? text.GetString() : null;
        double? milliseconds = json.TryGetProperty("milliseconds", out JsonElement time) ? time.GetDouble() : null;
        WorkerState state = json.GetProperty("state").GetString() switch
        {
            "started" => WorkerState.Started,
            "ended" => WorkerState.Ended,
            _ => WorkerState.Full,
        };
        return new WorkerMessage(json.GetProperty("case").GetInt32(), state, why, milliseconds);
    }

    private static string NameOf(WorkerState state) => state switch
    {
        WorkerState.Started => "started",
        WorkerState.Ended => "ended",
        _ => "full",
    };
}
