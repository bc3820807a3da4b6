using System.Globalization;

namespace Mce.Cli.Checking;

/// <summary>How far a number may be from the one expected: <c>absolute + relative · |expected|</c>, as NumPy's <c>allclose</c>.</summary>
/// <remarks>
/// Where the manifest says nothing, floating-point numbers have the defaults of the class and whole numbers must be equal: the
/// difference between two labels is no rounding error.
/// </remarks>
/// <param name="Relative">As the manifest says; null = not said.</param>
/// <param name="Absolute">As the manifest says; null = not said.</param>
internal sealed record Tolerance(double? Relative, double? Absolute)
{
    public const double DefaultRelative = 1e-3;
    public const double DefaultAbsolute = 1e-5;

    /// <summary>What holds for a type of numbers, with nothing left unsaid.</summary>
    public Tolerance For(bool isFloatingPoint) => Relative is null && Absolute is null && !isFloatingPoint
        ? new Tolerance(0, 0)
        : new Tolerance(Relative ?? (isFloatingPoint ? DefaultRelative : 0), Absolute ?? (isFloatingPoint ? DefaultAbsolute : 0));

    /// <summary>What an error may be at most. Both parts must be said.</summary>
    public double Allowed(double expected) => Absolute!.Value + (Relative!.Value * Math.Abs(expected));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Absolute} + {Relative} × |expected|");
}
