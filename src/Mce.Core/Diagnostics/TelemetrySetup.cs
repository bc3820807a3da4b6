using System.Diagnostics.Metrics;

namespace Mce;

/// <summary>Who is to be told.</summary>
/// <param name="MeterFactory">Where the meter comes from; null = one of the server's own.</param>
/// <param name="Observers">In the order they were added.</param>
internal sealed record TelemetrySetup(IMeterFactory? MeterFactory, IReadOnlyList<ObserverRegistration> Observers)
{
    public static TelemetrySetup None { get; } = new(null, []);
}
