using System.Text;
using System.Text.Json;

namespace Mce.Cli.Checking;

/// <summary>Reads manifests: a JSON array of cases, or an object that has one as <c>cases</c>.</summary>
internal static class CaseManifest
{
    private const long MaxBytes = 1 << 30;

    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <exception cref="UsageException">There is no such file, or it is no manifest; the message says where.</exception>
    public static IReadOnlyList<ManifestEntry> Read(string path)
    {
        byte[] content = ReadFile(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(WithoutMark(content), Options);
            JsonElement cases = document.RootElement;
            if (cases.ValueKind == JsonValueKind.Object && cases.TryGetProperty("cases", out JsonElement inner)) cases = inner;
            if (cases.ValueKind != JsonValueKind.Array)
                throw new UsageException($"'{path}' is no manifest: it must be an array of cases, or {{\"cases\":[…]}}; it is {JsonText.Describe(document.RootElement)}. 'mce check --help' shows one.");
            var reader = new CaseReader(FolderOf(path), path);
            var line = new MemoryStream();
            if (cases.GetArrayLength() == 0) throw new UsageException($"'{path}' holds no cases: there is nothing to check. 'mce check --help' shows a manifest.");
            return [.. cases.EnumerateArray().Select((json, index) => new ManifestEntry(reader.Read(json, index), JsonText.OnOneLine(json, line)))];
        }
        catch (JsonException e)
        {
            RefuseModel(path);
            throw new UsageException($"'{path}' is no valid JSON: {Describe(e, content)}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new UsageException($"'{path}' is no valid JSON: {e.Message}", e);
        }
    }

    /// <summary>The folder that relative files of a manifest start from.</summary>
    public static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static byte[] ReadFile(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (Directory.Exists(path)) throw new UsageException($"'{path}' is a folder; a manifest is needed: a JSON file of cases.");
            if (!file.Exists) throw new UsageException($"There is no manifest '{path}'; give a JSON file of cases. 'mce check --help' shows one.");
            if (file.Length <= MaxBytes) return File.ReadAllBytes(path);
            RefuseModel(path);
            throw new UsageException($"'{path}' has {file.Length:N0} bytes; a manifest may have at most {MaxBytes:N0}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"The manifest '{path}' can't be read: {e.Message}", e);
        }
    }

    // To give the model itself is the first thing that comes to mind.
    private static void RefuseModel(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 }) return; // a pipe has been read, and would have to be waited for
        ModelFileKind kind = ModelFile.Detect(path);
        if (kind is ModelFileKind.Empty or ModelFileKind.Text or ModelFileKind.Unknown) return;
        throw new UsageException($"'{path}' is {ModelFile.Describe(kind)}, no manifest; give a CASES.json that names the model, its inputs and the outputs that it must give. 'mce check --help' shows one.");
    }

    private static string Describe(JsonException error, byte[] content)
    {
        if (WithoutMark(content).Span.Trim(" \t\r\n"u8).IsEmpty) return "it is empty.";
        // The reader counts from 0, at the end of its message.
        int end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string what = end < 0 ? error.Message : error.Message[..end];
        return $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {what}";
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] content) =>
        content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? content.AsMemory(Encoding.UTF8.Preamble.Length) : content;
}
