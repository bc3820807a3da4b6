using Microsoft.Extensions.Configuration;

namespace Worker;

/// <summary>The section <c>Worker</c> of the configuration.</summary>
internal sealed record WorkerOptions
{
    /// <summary>Where <c>inbox</c>, <c>results</c> and <c>done</c> lie: one folder, so that they are on one file system.</summary>
    public string Folder { get; init; } = "worker-data";

    /// <summary>Items that are worked on at a time.</summary>
    public int Consumers { get; init; } = 4;

    /// <summary>Items that wait in memory. The others wait in the inbox.</summary>
    public int QueueLength { get; init; } = 100;

    /// <summary>A larger item isn't read.</summary>
    public int MaxItemBytes { get; init; } = 64 * 1024;

    /// <summary>How long one attempt may wait for the model and run.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Attempts for an item whose errors are transient.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The wait before the second attempt; it doubles with each further one.</summary>
    public TimeSpan FirstRetryAfter { get; init; } = TimeSpan.FromSeconds(0.1);

    /// <summary>How often the inbox is read although nothing said that it changed.</summary>
    public TimeSpan RescanInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Images to put into the inbox at the start.</summary>
    public int Seed { get; init; }

    /// <summary>End when everything that lay in the inbox at the start is answered.</summary>
    public bool Once { get; init; }

    public static WorkerOptions Read(IConfiguration section)
    {
        WorkerOptions options = section.Get<WorkerOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new WorkerOptions();
        AtLeast(1, options.Consumers, nameof(Consumers));
        AtLeast(1, options.QueueLength, nameof(QueueLength));
        AtLeast(1, options.MaxItemBytes, nameof(MaxItemBytes));
        AtLeast(1, options.MaxAttempts, nameof(MaxAttempts));
        AtLeast(0, options.Seed, nameof(Seed));
        AtLeast(TimeSpan.FromMilliseconds(1), options.Deadline, nameof(Deadline));
        AtLeast(TimeSpan.FromMilliseconds(1), options.FirstRetryAfter, nameof(FirstRetryAfter));
        AtLeast(TimeSpan.FromMilliseconds(10), options.RescanInterval, nameof(RescanInterval));
        return options;

        static void AtLeast<T>(T least, T value, string name)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0) throw new InvalidOperationException($"Worker:{name} is {value}; it must be at least {least}.");
        }
    }
}
