using System.Globalization;
using System.Text;

namespace Mce.Cli.Terminal;

/// <summary>Text that can't do anything to a terminal. Names come out of model files, and those may hold escape sequences.</summary>
internal static class Printable
{
    /// <summary>The text with line breaks, control and format characters written as <c>\u001b</c>.</summary>
    public static string Of(string text)
    {
        if (!text.Any(MustHide)) return text;
        var result = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) result.Append(text, i++, 2);
            else if (MustHide(text[i])) result.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            else result.Append(text[i]);
        }

        return result.ToString();
    }

    private static bool MustHide(char c) => char.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
