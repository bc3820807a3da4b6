namespace Mce;

/// <summary>All values of one minute. Guarded by the view's gate.</summary>
internal sealed class CloudWatchPeriod(DateTimeOffset begin)
{
    private readonly Dictionary<(CloudWatchMetric Metric, string Endpoint, string? Container), Statistics> _values = [];

    public static TimeSpan Length { get; } = TimeSpan.FromMinutes(1);

    public DateTimeOffset Begin { get; } = begin;

    public static DateTimeOffset BeginOf(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % Length.Ticks, TimeSpan.Zero);

    public void Add(CloudWatchMetric metric, string endpoint, string? container, double value)
    {
        if (!_values.TryGetValue((metric, endpoint, container), out Statistics? statistics))
            _values[(metric, endpoint, container)] = statistics = new Statistics();
        statistics.Add(value);
    }

    public IEnumerable<CloudWatchDatum> Data(string variant, bool isComplete) => _values.Select(v => new CloudWatchDatum
    {
        Namespace = v.Key.Metric.Namespace,
        MetricName = v.Key.Metric.Name,
        Unit = v.Key.Metric.Unit,
        Dimensions =
        [
            new(CloudWatchCatalog.EndpointName, v.Key.Endpoint),
            new(CloudWatchCatalog.VariantName, variant),
            .. v.Key.Container is { } container ? new KeyValuePair<string, string>[] { new(CloudWatchCatalog.ContainerName, container) } : [],
        ],
        Timestamp = Begin,
        IsComplete = isComplete,
        SampleCount = v.Value.Count,
        Sum = v.Value.Sum,
        Minimum = v.Value.Minimum,
        Maximum = v.Value.Maximum,
    });

    private sealed class Statistics
    {
        public long Count { get; private set; }

        public double Sum { get; private set; }

        public double Minimum { get; private set; } = double.PositiveInfinity;

        public double Maximum { get; private set; } = double.NegativeInfinity;

        public void Add(double value)
        {
            Count++;
            Sum += value;
            Minimum = Math.Min(Minimum, value);
            Maximum = Math.Max(Maximum, value);
        }
    }
}
