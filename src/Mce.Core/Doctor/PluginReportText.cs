using System.Globalization;
using System.Text;

namespace Mce;

/// <summary>The report as text that a newcomer can read, <see cref="Width"/> columns wide.</summary>
internal static class PluginReportText
{
    public const int Width = 110;
    private const int NameColumn = 18;
    private const int ContextColumn = 20;

    public static string Format(PluginReport report)
    {
        var text = new StringBuilder();
        AppendLine(text, $"Plugins: {report.Plugins.Count} · host ABI {report.HostAbi} · {report.Runtime} · {report.RuntimeIdentifier}");
        if (report.Plugins.Count > 0) AppendTable(text, report.Plugins);
        AppendSection(text, "Problems", [.. report.Problems, .. report.Plugins.Where(p => p.Error is not null).Select(p => p.Error!)]);
        AppendSection(text, "Trust", Describe(report.Trust));
        AppendSection(text, "Digests of the plugin folders", report.Plugins.Where(p => p.Digest is not null).Select(p => $"{p.Name}@sha256:{p.Digest}"));
        AppendSection(text, "Managed libraries", report.Plugins.SelectMany(DescribeManaged));
        AppendSection(text, "Native files mapped into the process", report.Plugins.SelectMany(DescribeNatives));
        AppendSection(text, "Conflicts that isolation resolved", report.Conflicts.Where(c => c.IsResolved).Select(Describe));
        AppendSection(text, "Conflicts that isolation cannot resolve", report.Conflicts.Where(c => !c.IsResolved).Select(Describe));
        return text.ToString();
    }

    private static void AppendTable(StringBuilder text, IReadOnlyList<PluginReportEntry> plugins)
    {
        string[] header = ["plugin", "framework", "version", "ABI", "state", "load context", "unload", "managed", "native"];
        string[][] rows = [header, .. plugins.Select(Row)];
        int[] widths = [.. header.Select((_, column) => rows.Max(r => r[column].Length))];
        text.AppendLine();
        foreach (string[] row in rows)
        {
            AppendLine(text, "  " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            if (row == header) AppendLine(text, "  " + string.Join("  ", widths.Select(w => new string('─', w))));
        }
    }

    private static string[] Row(PluginReportEntry plugin) =>
    [
        Shorten(plugin.Name, NameColumn),
        Shorten(plugin.Framework ?? "?", 10),
        Shorten(plugin.FrameworkVersion ?? "?", 10),
        plugin.Abi ?? "?",
        plugin.State.ToString().ToLowerInvariant() + (plugin.IsStillInMemory ? "*" : ""),
        plugin.Directory is null ? "(application)" : Shorten(plugin.LoadContext ?? "-", ContextColumn),
        plugin.LoadContext is null ? "-" : plugin.IsCollectible ? "yes" : "no",
        $"{plugin.Dependencies.Count(d => d.IsLoaded)}/{plugin.Dependencies.Count}",
        $"{plugin.NativeFiles.Count}",
    ];

    private static IEnumerable<string> Describe(TrustReport trust)
    {
        yield return trust.ModelManifest is null ? "model files: any"
            : trust.ModelManifestEntries is not { } count ? $"model files: none, since the manifest {trust.ModelManifest} can't be read"
            : $"model files: only the {count} of {trust.ModelManifest}";
        yield return $"plugins: {(trust.Plugins is not { } plugins ? "any" : plugins.Count == 0 ? "none" : $"only {string.Join(", ", plugins)}")}";
        SizeLimits limits = trust.Limits;
        (string Name, long Value)[] all =
        [
            (nameof(limits.MaxFileBytes), limits.MaxFileBytes),
            (nameof(limits.MaxArchiveEntries), limits.MaxArchiveEntries),
            (nameof(limits.MaxArchiveBytes), limits.MaxArchiveBytes),
            (nameof(limits.MaxTensorBytes), limits.MaxTensorBytes),
            (nameof(limits.MaxStringLength), limits.MaxStringLength),
        ];
        yield return $"limits: {string.Join(", ", all.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Name} {l.Value}")))}";
    }

    private static IEnumerable<string> DescribeManaged(PluginReportEntry plugin) => plugin.Dependencies.Any(d => d.IsLoaded)
        ? [$"{plugin.Name}: {string.Join(", ", plugin.Dependencies.Where(d => d.IsLoaded).Select(d => $"{d.Name} {d.Version}"))}"]
        : [];

    private static IEnumerable<string> DescribeNatives(PluginReportEntry plugin) => plugin.NativeFiles
        .GroupBy(f => Path.GetDirectoryName(f.Path)!)
        .Select(folder => $"{plugin.Name}: {string.Join(", ", folder.Select(f => f.Name))} in {folder.Key}");

    private static string Describe(PluginConflict conflict) =>
        $"{conflict.Subject}: {string.Join(", ", conflict.Copies.Select(c => $"{c.Version ?? Shorten(c.Path, 40)} ({c.Owner})"))}. {conflict.Explanation}";

    private static void AppendSection(StringBuilder text, string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length == 0) return;
        text.AppendLine();
        AppendLine(text, title);
        foreach (string line in all) AppendWrapped(text, line);
    }

    private static void AppendWrapped(StringBuilder text, string line)
    {
        const string first = "  - ", next = "    ";
        string current = first;
        foreach (string word in line.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (current.Length + word.Length > Width && current.Length > next.Length)
            {
                AppendLine(text, current.TrimEnd());
                current = next;
            }

            current += Shorten(word, Width - next.Length - 1) + " ";
        }

        AppendLine(text, current.TrimEnd());
    }

    private static void AppendLine(StringBuilder text, string line) => text.AppendLine(Shorten(line, Width));

    /// <summary>Cuts the middle out: of a path, the start says where and the end says what.</summary>
    private static string Shorten(string text, int width)
    {
        if (text.Length <= width) return text;
        int tail = (width - 1) * 2 / 3;
        return $"{text[..(width - 1 - tail)]}…{text[^tail..]}";
    }
}
