using System.Diagnostics.CodeAnalysis;

namespace Mce;

/// <summary>A plugin that may be loaded. Immutable.</summary>
public sealed record TrustedPlugin
{
    private const string Separator = "@sha256:";
    private const int DigestLength = 64;

    /// <summary>Allows a plugin.</summary>
    /// <param name="name">The plugin's name: that of its folder. Case counts where the system's file names have case.</param>
    /// <param name="digest">The digest of its folder, 64 hexadecimal digits, as the doctor's report gives it; null = any content.</param>
    /// <exception cref="ArgumentException">The name is empty, or the digest is none.</exception>
    public TrustedPlugin(string name, string? digest = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (digest is not null && !IsDigest(digest)) throw new ArgumentException($"'{digest}' is no SHA-256 digest: {DigestLength} hexadecimal digits are.", nameof(digest));
        Name = name;
        Digest = digest?.ToLowerInvariant();
    }

    /// <summary>The name of the plugin's folder.</summary>
    public string Name { get; }

    /// <summary>The digest of the whole folder, 64 lower-case hexadecimal digits; null = any content.</summary>
    public string? Digest { get; }

    /// <summary>Reads <c>name</c> or <c>name@sha256:digest</c>.</summary>
    /// <param name="text">The entry.</param>
    /// <param name="plugin">The plugin, when it is one.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TrustedPlugin? plugin)
    {
        plugin = null;
        string[] parts = (text ?? "").Split('@');
        if (parts.Length > 2 || string.IsNullOrWhiteSpace(parts[0])) return false;
        string? digest = null;
        if (parts.Length == 2)
        {
            if (!text![parts[0].Length..].StartsWith(Separator, StringComparison.OrdinalIgnoreCase)) return false;
            digest = text[(parts[0].Length + Separator.Length)..].Trim();
            if (!IsDigest(digest)) return false;
        }

        plugin = new TrustedPlugin(parts[0].Trim(), digest);
        return true;
    }

    /// <summary>The form that <see cref="TryParse"/> reads.</summary>
    public override string ToString() => Digest is null ? Name : Name + Separator + Digest;

    private static bool IsDigest(string text) => text.Length == DigestLength && text.All(char.IsAsciiHexDigit);
}
