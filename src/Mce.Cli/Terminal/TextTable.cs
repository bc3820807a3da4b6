using System.Text;

namespace Mce.Cli.Terminal;

/// <summary>Columns of plain text, two blanks apart: the same on a terminal and in a pipe, never wrapped or cut.</summary>
internal static class TextTable
{
    /// <summary>Lays rows out.</summary>
    /// <param name="rows">Cells without line breaks; rows may differ in length.</param>
    /// <param name="indent">Blanks before the first column.</param>
    public static string Format(IReadOnlyList<IReadOnlyList<string>> rows, int indent = 2)
    {
        int[] widths = [.. Enumerable.Range(0, rows.Select(r => r.Count).DefaultIfEmpty(0).Max()).Select(column => rows.Where(r => column < r.Count).Max(r => r[column].Length))];
        var text = new StringBuilder();
        foreach (IReadOnlyList<string> row in rows)
        {
            string line = string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])));
            text.Append(' ', indent).Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
