using System.Globalization;
using System.Numerics;

namespace Mce.Cli.Running;

/// <summary>A few facts about a tensor's elements.</summary>
/// <param name="Minimum">See <see cref="OutputInfo"/>, as all that follows.</param>
/// <param name="Maximum">The largest number.</param>
/// <param name="Mean">The mean.</param>
/// <param name="NotNumbers">How many are NaN.</param>
/// <param name="FirstValues">The first elements as text.</param>
internal sealed record TensorSummary(double? Minimum, double? Maximum, double? Mean, long NotNumbers, IReadOnlyList<string> FirstValues)
{
    private const int Shown = 6;
    private const int MaxTextLength = 40;

    public static TensorSummary Of(InferenceTensor tensor)
    {
        // Beyond that there is no span, and nobody reads a summary of it.
        if (tensor.ElementCount > int.MaxValue) return new TensorSummary(null, null, null, 0, []);
        using InferenceTensor packed = tensor.ToContiguous();
        return packed.ElementType switch
        {
            TensorElementType.Float32 => Numbers(packed.AsReadOnlySpan<float>()),
            TensorElementType.Float64 => Numbers(packed.AsReadOnlySpan<double>()),
            TensorElementType.Float16 => Numbers(packed.AsReadOnlySpan<Half>()),
            TensorElementType.BFloat16 => Numbers<float>(Array.ConvertAll(packed.ToArray<BFloat16>(), v => (float)v)),
            TensorElementType.Int8 => Numbers(packed.AsReadOnlySpan<sbyte>()),
            TensorElementType.Int16 => Numbers(packed.AsReadOnlySpan<short>()),
            TensorElementType.Int32 => Numbers(packed.AsReadOnlySpan<int>()),
            TensorElementType.Int64 => Numbers(packed.AsReadOnlySpan<long>()),
            TensorElementType.UInt8 => Numbers(packed.AsReadOnlySpan<byte>()),
            TensorElementType.UInt16 => Numbers(packed.AsReadOnlySpan<ushort>()),
            TensorElementType.UInt32 => Numbers(packed.AsReadOnlySpan<uint>()),
            TensorElementType.UInt64 => Numbers(packed.AsReadOnlySpan<ulong>()),
            TensorElementType.Boolean => Others(packed.AsReadOnlySpan<bool>(), v => v ? "true" : "false"),
            TensorElementType.String => Others(packed.AsReadOnlySpan<string>(), v => $"\"{Shorten(v)}\""),
            _ => Others(packed.AsReadOnlySpan<ReadOnlyMemory<byte>>(), v => Words.Count(v.Length, "byte")),
        };
    }

    private static TensorSummary Numbers<T>(ReadOnlySpan<T> values)
        where T : struct, INumberBase<T>
    {
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity, sum = 0;
        long notNumbers = 0;
        foreach (T value in values)
        {
            double number = double.CreateTruncating(value);
            if (double.IsNaN(number))
            {
                notNumbers++;
                continue;
            }

            minimum = Math.Min(minimum, number);
            maximum = Math.Max(maximum, number);
            sum += number;
        }

        long counted = values.Length - notNumbers;
        string[] first = Others(values, v => v.ToString(T.IsInteger(v) ? null : "G6", CultureInfo.InvariantCulture)).FirstValues.ToArray();
        return counted == 0 ? new TensorSummary(null, null, null, notNumbers, first) : new TensorSummary(minimum, maximum, sum / counted, notNumbers, first);
    }

    private static TensorSummary Others<T>(ReadOnlySpan<T> values, Func<T, string> format)
    {
        var first = new string[Math.Min(values.Length, Shown)];
        for (int i = 0; i < first.Length; i++) first[i] = format(values[i]);
        return new TensorSummary(null, null, null, 0, first);
    }

    private static string Shorten(string text) => text.Length <= MaxTextLength ? text : $"{text[..(MaxTextLength - 1)]}…";
}
