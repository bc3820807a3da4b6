using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Mce.Plugins.Torch.Archive;

/// <summary>An open <c>.pt2</c> file: a zip whose entries lie under one root folder.</summary>
internal sealed class Pt2Archive : IDisposable
{
    private const string ProgramEntry = "models/model.json";
    private const long MaxDocumentBytes = 512L << 20;
    private const long MaxWordBytes = 64;

    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries;

    private Pt2Archive(string path, SizeLimits limits, ZipArchive zip, Dictionary<string, ZipArchiveEntry> entries)
    {
        Path = path;
        Limits = limits;
        _zip = zip;
        _entries = entries;
    }

    public string Path { get; }

    /// <summary>How large its parts may be.</summary>
    public SizeLimits Limits { get; }

    /// <summary>The whole file's length: what its raw data can add up to at most.</summary>
    public required long FileLength { get; init; }

    /// <summary>Opens an archive, or says what the file is instead.</summary>
    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.ModelNotFound"/>, <see cref="MceErrorCodes.ModelInvalid"/> or <see cref="MceErrorCodes.LimitExceeded"/>.
    /// </exception>
    public static Pt2Archive Open(string path, SizeLimits limits)
    {
        ModelFileKind kind = ModelFile.Detect(path);
        if (kind != ModelFileKind.TorchExport) throw ArchiveErrors.WrongKind(path, kind);
        ModelArchive.Check(path, limits);

        FileStream file = ModelFile.OpenRead(path);
        try
        {
            var zip = new ZipArchive(file, ZipArchiveMode.Read);
            // The root is the file's name at the time of writing; files get renamed, so it is read and not derived.
            string program = zip.Entries.Select(e => e.FullName.Replace('\\', '/')).Where(n => n == ProgramEntry || n.EndsWith("/" + ProgramEntry, StringComparison.Ordinal)).MinBy(n => n.Length)!;
            string root = program[..^ProgramEntry.Length];
            var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                string name = entry.FullName.Replace('\\', '/');
                if (name.StartsWith(root, StringComparison.Ordinal)) entries[name[root.Length..]] = entry;
            }

            return new Pt2Archive(path, limits, zip, entries) { FileLength = file.Length };
        }
        catch (InvalidDataException e)
        {
            file.Dispose();
            throw ArchiveErrors.Damaged(path, e.Message, e);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The program.</summary>
    public ExportedProgram ReadProgram()
    {
        if (TryReadBytes("byteorder", MaxWordBytes) is { } order && Encoding.ASCII.GetString(order).Trim() is not "little" and string other)
            throw ArchiveErrors.Damaged(Path, $"it is written in {other}-endian order; export it on a little-endian machine");
        return ProgramReader.Read(TryReadBytes(ProgramEntry)!, Path);
    }

    /// <summary>A document of the archive, or null when there is none.</summary>
    public JsonDocument? TryReadDocument(string name) => TryReadBytes(name) is { } bytes ? JsonDocument.Parse(bytes) : null;

    /// <summary>The length of an entry with raw data.</summary>
    /// <exception cref="FormatException">There is no such entry, or it is compressed.</exception>
    public long RawLength(string name)
    {
        ZipArchiveEntry entry = Entry(name);
        // Raw data is stored as it is, which also bounds what a small file can make the process allocate.
        return entry.Length == entry.CompressedLength ? entry.Length : throw new FormatException($"its entry '{name}' is compressed");
    }

    /// <summary>Reads an entry with raw data, of any length, into memory of that length.</summary>
    public unsafe void ReadRaw(string name, byte* destination, long length)
    {
        const int MaxSpan = 1 << 26;
        using Stream stream = Entry(name).Open();
        for (long done = 0; done < length; done += MaxSpan)
            stream.ReadExactly(new Span<byte>(destination + done, (int)Math.Min(MaxSpan, length - done)));
    }

    public void Dispose() => _zip.Dispose();

    private ZipArchiveEntry Entry(string name) =>
        _entries.GetValueOrDefault(name) ?? throw new FormatException($"its entry '{name}' is missing");

    private byte[]? TryReadBytes(string name, long maximum = MaxDocumentBytes)
    {
        if (!_entries.TryGetValue(name, out ZipArchiveEntry? entry)) return null;
        if (entry.Length > maximum) throw new FormatException($"its entry '{name}' has {entry.Length} bytes");
        var bytes = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }
}
