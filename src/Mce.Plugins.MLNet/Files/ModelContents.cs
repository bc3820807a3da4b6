using System.IO.Compression;

namespace Mce.Plugins.MLNet.Files;

/// <summary>What a model file holds, read without building anything of it.</summary>
/// <param name="Version">The version of ML.NET that saved it, or null when the file doesn't say.</param>
/// <param name="Parts">The parts in the archive's order; those that ML.NET may never ask for too.</param>
internal sealed record ModelContents(string? Version, IReadOnlyList<ModelPart> Parts)
{
    // ML.NET asks for the first, and in the files of its first versions for the second.
    private static readonly string[] PartNames = ["Model.key", "Model.bin"];

    /// <exception cref="InvalidDataException">The archive is damaged, or see <see cref="PartHeader.Read"/>.</exception>
    public static ModelContents Read(Stream stream, CancellationToken cancellationToken)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var parts = new List<ModelPart>();
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Array.Exists(PartNames, name => entry.FullName.EndsWith(name, StringComparison.OrdinalIgnoreCase))) continue;
            using Stream content = entry.Open();
            if (PartHeader.Read(content) is { } part) parts.Add(part);
        }

        return new ModelContents(ReadVersion(archive), parts);
    }

    private static string? ReadVersion(ZipArchive archive)
    {
        if (archive.GetEntry("TrainingInfo/Version.txt") is not { Length: > 0 and < 1_000 } entry) return null;
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd().Split('+')[0].Trim();
    }
}
