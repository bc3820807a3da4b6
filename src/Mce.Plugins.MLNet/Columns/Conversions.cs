using System.Runtime.InteropServices;

namespace Mce.Plugins.MLNet.Columns;

internal readonly struct Same<T> : IConversion<T, T>
{
    public T Convert(T value) => value;
}

internal readonly struct StringToText : IConversion<string, ReadOnlyMemory<char>>
{
    public ReadOnlyMemory<char> Convert(string value) => value.AsMemory();
}

internal readonly struct TextToString : IConversion<ReadOnlyMemory<char>, string>
{
    // Text that passes through a model whole is still the caller's string: no copy.
    public string Convert(ReadOnlyMemory<char> value) =>
        MemoryMarshal.TryGetString(value, out string? text, out int start, out int length) && start == 0 && length == text.Length
            ? text
            : value.ToString();
}

internal readonly struct TicksToDateTime : IConversion<long, DateTime>
{
    public DateTime Convert(long value) => new(Ticks.Checked(value));
}

internal readonly struct DateTimeToTicks : IConversion<DateTime, long>
{
    public long Convert(DateTime value) => value.Ticks;
}

internal readonly struct TicksToDateTimeOffset : IConversion<long, DateTimeOffset>
{
    public DateTimeOffset Convert(long value) => new(Ticks.Checked(value), TimeSpan.Zero);
}

internal readonly struct DateTimeOffsetToTicks : IConversion<DateTimeOffset, long>
{
    public long Convert(DateTimeOffset value) => value.UtcTicks;
}

internal readonly struct TicksToTimeSpan : IConversion<long, TimeSpan>
{
    public TimeSpan Convert(long value) => new(value);
}

internal readonly struct TimeSpanToTicks : IConversion<TimeSpan, long>
{
    public long Convert(TimeSpan value) => value.Ticks;
}

file static class Ticks
{
    public static long Checked(long value) => value >= 0 && value <= DateTime.MaxValue.Ticks
        ? value
        : throw new MceException(
            MceErrorCodes.TensorInvalid,
            $"{value} is no point in time: dates are given in ticks of 100 ns since 0001-01-01, from 0 to {DateTime.MaxValue.Ticks}.");
}
