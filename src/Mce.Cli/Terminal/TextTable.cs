using System.Text;

namespace Mce.Cli.Terminal;

/// <summary>Columns of plain text, two blanks apart: the same on a terminal and in a pipe, never wrapped or cut.</summary>
internal static class TextTable
{
    /// <summary>Lays rows out.</summary>
    /// <param name="rows">Any text, made <see cref="Printable"/> here; rows may differ in length.</param>
    /// <param name="indent">Blanks before the first column.</param>
    public static string Format(IReadOnlyList<IReadOnlyList<string>> rows, int indent = 2)
    {
        string[][] cells = [.. rows.Select(r => r.Select(Printable.Of).ToArray())];
        int[] widths = [.. Enumerable.Range(0, cells.Select(r => r.Length).DefaultIfEmpty(0).Max()).Select(column => cells.Where(r => column < r.Length).Max(r => r[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in cells)
        {
            string line = string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])));
            text.Append(' ', indent).Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
