using System.Globalization;
using System.Text;

namespace Worker;

/// <summary>Something to work on: held-out digits, whose names say what was meant.</summary>
internal static class Seed
{
    public static void Write(WorkFolder folder, int count)
    {
        if (count == 0) return;
        string[] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "digits-heldout.csv")).Skip(1)];
        // An item's name is the item: a second run must give others.
        string run = DateTime.UtcNow.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        for (int i = 0; i < count; i++)
        {
            string[] row = rows[i % rows.Length].Split(',', count: 2);
            folder.Add($"{run}-{i:0000}-is-{row[0]}.csv", Encoding.ASCII.GetBytes(row[1]));
        }
    }
}
