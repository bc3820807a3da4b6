using System.Globalization;

namespace Mce.Cli.Terminal;

/// <summary>Sizes as people read them.</summary>
internal static class Size
{
    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>For example <c>1.5 MiB</c>; <c>unknown</c> for null.</summary>
    public static string Of(long? bytes)
    {
        if (bytes is not { } value) return "unknown";
        double amount = value;
        int unit = 0;
        while (Math.Abs(amount) >= 1024 && unit < Units.Length - 1)
        {
            amount /= 1024;
            unit++;
        }

        return unit == 0 ? $"{value} {(value == 1 ? "byte" : "bytes")}" : string.Create(CultureInfo.InvariantCulture, $"{amount:0.0} {Units[unit]}");
    }
}
