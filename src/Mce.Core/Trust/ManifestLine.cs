using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Mce;

/// <summary>A line in the format of <c>sha256sum</c>: digest, a space, a space or an asterisk, the file's name.</summary>
/// <remarks>Names with a backslash, line feed or carriage return are written with escapes, and the line then begins with a backslash.</remarks>
internal readonly record struct ManifestLine(string Digest, string Name)
{
    private const int DigestLength = 64;

    public static string Write(string digest, string name)
    {
        if (name.AsSpan().IndexOfAny('\\', '\n', '\r') < 0) return $"{digest}  {name}";
        return $"\\{digest}  {name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)}";
    }

    /// <param name="text">A line without its end.</param>
    /// <param name="line">What it says, when it is one.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out ManifestLine? line)
    {
        line = null;
        bool escaped = text.StartsWith('\\');
        string rest = escaped ? text[1..] : text;
        if (rest.Length < DigestLength + 3 || rest[DigestLength] != ' ' || rest[DigestLength + 1] is not (' ' or '*')) return false;
        string digest = rest[..DigestLength], name = rest[(DigestLength + 2)..];
        if (!digest.All(char.IsAsciiHexDigit) || name.Contains('\0', StringComparison.Ordinal)) return false;
        if (escaped && !TryUnescape(name, out name)) return false;
        line = new ManifestLine(digest.ToLowerInvariant(), name);
        return true;
    }

    private static bool TryUnescape(string text, out string name)
    {
        var result = new StringBuilder(text.Length);
        name = text;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            if (++i == text.Length) return false;
            char? meant = text[i] switch { '\\' => '\\', 'n' => '\n', 'r' => '\r', _ => null };
            if (meant is null) return false;
            result.Append(meant);
        }

        name = result.ToString();
        return true;
    }
}
