using System.ComponentModel;

namespace Mce.Desktop.Tests;

internal static class Waiting
{
    // What is waited for takes milliseconds; a build machine under load may need many times that.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Completes when a change of a property makes the condition true, or at once where it is.</summary>
    public static async Task Until(this INotifyPropertyChanged source, Func<bool> condition)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        source.PropertyChanged += Look;
        try
        {
            if (!condition()) await reached.Task.WaitAsync(Limit);
        }
        finally
        {
            source.PropertyChanged -= Look;
        }

        void Look(object? sender, PropertyChangedEventArgs e)
        {
            if (condition()) reached.TrySetResult();
        }
    }
}
