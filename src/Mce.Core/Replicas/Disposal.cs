using System.Runtime.ExceptionServices;

namespace Mce;

/// <summary>Disposing several things of which one may throw.</summary>
internal static class Disposal
{
    /// <summary>Disposes each in the order given, whatever the ones before it did.</summary>
    /// <exception cref="Exception">What one of them threw; an <see cref="AggregateException"/> when several did.</exception>
    public static void DisposeAll(IEnumerable<IDisposable> parts)
    {
        List<Exception>? faults = null;
        foreach (IDisposable part in parts)
        {
            try
            {
                part.Dispose();
            }
            catch (Exception e)
            {
                (faults ??= []).Add(e);
            }
        }

        if (faults is [var only]) ExceptionDispatchInfo.Throw(only);
        if (faults is not null) throw new AggregateException(faults);
    }
}
