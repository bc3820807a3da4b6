using System.Globalization;

namespace Mce.AspNetCore;

/// <summary>The value of a Retry-After header.</summary>
internal static class RetryAfterText
{
    /// <summary>In whole seconds, at least one, and never too early.</summary>
    public static string Of(TimeSpan wait) => Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
