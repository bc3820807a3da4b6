using System.Reflection;
using Microsoft.ML;

namespace Mce.Plugins.MLNet.Series;

/// <summary>Tells a time series' row to take in its input. Types are found by name, as in <see cref="SeriesTransformer"/>.</summary>
internal static class SeriesObserver
{
    private const string RowType = "Microsoft.ML.Transforms.TimeSeries.StatefulRow";

    /// <exception cref="MissingMethodException">The row is none of ML.NET 5's time series.</exception>
    public static Action<long> Create(DataViewRow row)
    {
        Type? type = row.GetType();
        while (type is not null && type.FullName != RowType) type = type.BaseType;
        object pinger = type?.GetMethod("GetPinger")?.Invoke(row, BindingFlags.DoNotWrapExceptions, null, null, null)
            ?? throw new MissingMethodException(RowType, "GetPinger");
        // Action<PingerArgument>, whose argument is internal too.
        return ((Observer)Activator.CreateInstance(typeof(Observer<>).MakeGenericType(pinger.GetType().GetGenericArguments()), pinger)!).Observe;
    }

    private abstract class Observer
    {
        public abstract void Observe(long position);
    }

    private sealed class Observer<T>(Action<T> pinger) : Observer
        where T : class, new()
    {
        private static readonly FieldInfo Position = typeof(T).GetField("RowPosition") ?? throw new MissingFieldException(typeof(T).Name, "RowPosition");

        public override void Observe(long position)
        {
            var argument = new T();
            Position.SetValue(argument, position);
            pinger(argument);
        }
    }
}
