using System.Globalization;

namespace Mce;

/// <summary>What a container asks for: <c>onnx</c> (the newest) or <c>onnx@1.31</c> (the newest whose version starts so).</summary>
internal readonly record struct FrameworkSelector(string Framework, string? Version)
{
    private static readonly char[] Separators = ['.', '-', '+'];

    public static bool TryParse(string? text, out FrameworkSelector selector)
    {
        string[] parts = (text ?? "").Split('@');
        selector = new FrameworkSelector(parts[0].Trim(), parts.Length > 1 ? parts[1].Trim() : null);
        return parts.Length <= 2 && selector.Framework.Length > 0 && selector.Version != "";
    }

    /// <summary>Whether name and version fit. Versions are compared by component: 1.3 accepts 1.3.7, and not 1.31.</summary>
    public bool Accepts(string framework, string frameworkVersion)
    {
        if (!framework.Equals(Framework, StringComparison.OrdinalIgnoreCase)) return false;
        if (Version is null) return true;
        string[] asked = Version.Split(Separators), given = frameworkVersion.Split(Separators);
        return asked.Length <= given.Length && asked.Zip(given).All(pair => CompareComponents(pair.First, pair.Second) == 0);
    }

    /// <summary>Orders versions; a pre-release comes before its release.</summary>
    public static int CompareVersions(string left, string right)
    {
        (string[] leftCore, string leftTail) = Split(left);
        (string[] rightCore, string rightTail) = Split(right);
        for (int i = 0; i < Math.Max(leftCore.Length, rightCore.Length); i++)
        {
            int order = CompareComponents(leftCore.ElementAtOrDefault(i) ?? "0", rightCore.ElementAtOrDefault(i) ?? "0");
            if (order != 0) return order;
        }

        if (leftTail.Length == 0 || rightTail.Length == 0) return rightTail.Length.CompareTo(leftTail.Length);
        return string.Compare(leftTail, rightTail, StringComparison.OrdinalIgnoreCase);
    }

    public override string ToString() => Version is null ? Framework : $"{Framework}@{Version}";

    private static (string[] Core, string Tail) Split(string version)
    {
        string withoutBuild = version.Split('+')[0];
        int dash = withoutBuild.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? (withoutBuild.Split('.'), "") : (withoutBuild[..dash].Split('.'), withoutBuild[(dash + 1)..]);
    }

    private static int CompareComponents(string left, string right) =>
        int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out int l) && int.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out int r)
            ? l.CompareTo(r)
            : string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
}
