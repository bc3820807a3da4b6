using System.Text.Json;
using Mce;

namespace ScalingHook;

/// <summary>Writes the desired count for an orchestrator outside, and keeps it under a limit.</summary>
internal sealed class DesiredCountHook(string path, int most) : IScalingHook
{
    private readonly TaskCompletionSource _down = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _downTo = -1;
    private int? _written;

    /// <summary>The largest count that was written.</summary>
    public int Most { get; private set; }

    public async ValueTask<ScalingVerdict> OnDecisionAsync(ScalingDecision decision, CancellationToken cancellationToken)
    {
        bool tooMany = decision.To > most;
        int desired = tooMany ? most : decision.To;
        if (desired != _written)
        {
            await WriteAsync(decision, desired, cancellationToken);
            Console.WriteLine($"  {desired}: {decision.Reason}");
            _written = desired;
            Most = Math.Max(Most, desired);
        }

        if (desired == Volatile.Read(ref _downTo)) _down.TrySetResult();
        return tooMany ? ScalingVerdict.ScaleTo(most, $"this machine is to have {most} at most") : ScalingVerdict.Accept;
    }

    /// <summary>Completes once a decision is for that many.</summary>
    public Task WhenDownToAsync(int count)
    {
        Volatile.Write(ref _downTo, count);
        return _down.Task;
    }

    // Beside the file and then in its place: whoever reads it finds the old text or the new one, and never half of one.
    private async Task WriteAsync(ScalingDecision decision, int desired, CancellationToken cancellationToken)
    {
        string draft = path + ".new";
        string json = JsonSerializer.Serialize(new { endpoint = decision.Endpoint, container = decision.Container, desired, reason = decision.Reason, time = decision.Time });
        await File.WriteAllTextAsync(draft, json, cancellationToken);
        File.Move(draft, path, overwrite: true);
    }
}
