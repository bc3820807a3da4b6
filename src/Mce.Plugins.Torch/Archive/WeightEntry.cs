using System.Text.Json;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Archive;

/// <summary>A weight or constant as the archive describes it.</summary>
/// <param name="Name">Its name in the program.</param>
/// <param name="Entry">The entry with its bytes.</param>
/// <param name="Meta">Its type and shape.</param>
internal sealed record WeightEntry(string Name, string Entry, TensorMeta Meta)
{
    /// <summary>Lists all weights and constants of an archive, without their bytes.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="problems">Gets what can't be served: pickled objects, element types.</param>
    /// <exception cref="FormatException">The lists aren't what they should be; so for the exceptions of System.Text.Json.</exception>
    public static IReadOnlyList<WeightEntry> List(Pt2Archive archive, ModelProblems problems) =>
        [.. List(archive, "weights", problems), .. List(archive, "constants", problems)];

    private static List<WeightEntry> List(Pt2Archive archive, string kind, ModelProblems problems)
    {
        var entries = new List<WeightEntry>();
        using JsonDocument? document = archive.TryReadDocument($"data/{kind}/model_{kind}_config.json");
        if (document is null) return entries;
        foreach (JsonProperty property in document.RootElement.GetProperty("config").EnumerateObject())
        {
            if (property.Value.GetProperty("use_pickle").GetBoolean())
            {
                problems.Add($"'{property.Name}' is a pickled object");
                continue;
            }

            TensorMeta meta = ProgramReader.ReadMeta(property.Value.GetProperty("tensor_meta"));
            if (ScalarTypes.FromArchive(meta.ArchiveType) < 0) problems.Add($"'{property.Name}' has the element type {ScalarTypes.DescribeArchive(meta.ArchiveType)}");
            entries.Add(new WeightEntry(property.Name, $"data/{kind}/{property.Value.GetProperty("path_name").GetString()}", meta));
        }

        return entries;
    }
}
