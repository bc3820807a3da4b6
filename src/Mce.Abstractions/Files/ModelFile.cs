using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Mce;

/// <summary>Looks into model files to say what they are, so that errors can name it. Reads little; thread-safe.</summary>
public static class ModelFile
{
    // Of the files beside one that isn't there: how many an error names, and among how many it looks.
    private const int MaxListed = 12, MaxScanned = 10_000;

    /// <summary>Judges a file by its content.</summary>
    /// <param name="path">A file.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelNotFound"/>: no such file, or unreadable.</exception>
    public static ModelFileKind Detect(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // Pipes and devices have no length: opening a pipe would wait for a writer that may never come.
        if (new FileInfo(path) is { Exists: true, Length: 0 }) return ModelFileKind.Empty;
        using FileStream stream = OpenRead(path);
        Span<byte> head = stackalloc byte[64];
        int length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        head = head[..length];
        if (length == 0) return ModelFileKind.Empty;
        if (head.StartsWith("PK\u0003\u0004"u8)) return DetectZip(stream);
        if (length >= 8 && head[4..8].SequenceEqual("ORTM"u8)) return ModelFileKind.Ort;
        if (length >= 8 && head[4..8].SequenceEqual("TFL3"u8)) return ModelFileKind.TensorFlowLite;
        if (head.StartsWith("GGUF"u8)) return ModelFileKind.Gguf;
        if (length >= 4 && head[0] == 0x89 && head[1..4].SequenceEqual("HDF"u8)) return ModelFileKind.Hdf5;
        if (length > 1 && head[0] == 0x80 && head[1] is >= 2 and <= 5) return ModelFileKind.Pickle;
        if (length > 9 && head[8] == '{' && BinaryPrimitives.ReadInt64LittleEndian(head) is > 1 and < 100_000_000) return ModelFileKind.SafeTensors;
        // ModelProto starts with field 1, ir_version, a small number; older writers put other small fields first.
        if (length > 2 && head[0] == 0x08 && head[1] is > 0 and < 64) return ModelFileKind.Onnx;
        return IsText(head) ? ModelFileKind.Text : ModelFileKind.Unknown;
    }

    /// <summary>A phrase for error messages, for example <c>a TorchScript archive</c>.</summary>
    public static string Describe(ModelFileKind kind) => kind switch
    {
        ModelFileKind.Empty => "an empty file",
        ModelFileKind.Onnx => "an ONNX model",
        ModelFileKind.Ort => "an ONNX Runtime (.ort) model",
        ModelFileKind.MLNetZip => "an ML.NET model",
        ModelFileKind.TorchExport => "a torch.export archive (.pt2)",
        ModelFileKind.TorchExportOld => "a torch.export archive of the layout that PyTorch up to 2.7 wrote",
        ModelFileKind.TorchScript => "a TorchScript archive",
        ModelFileKind.TorchState => "a torch.save archive (weights without a graph)",
        ModelFileKind.TorchAotInductor => "an AOTInductor package (native code)",
        ModelFileKind.Zip => "a zip archive with no model that is known",
        ModelFileKind.DamagedZip => "a zip archive that is cut or damaged",
        ModelFileKind.Pickle => "a Python pickle",
        ModelFileKind.SafeTensors => "a safetensors file (weights without a graph)",
        ModelFileKind.Hdf5 => "an HDF5 file",
        ModelFileKind.Gguf => "a GGUF file",
        ModelFileKind.TensorFlowLite => "a TensorFlow Lite model",
        ModelFileKind.Text => "text",
        _ => "of no kind that is known",
    };

    /// <summary>The framework name that serves a kind of file, or null.</summary>
    public static string? FrameworkFor(ModelFileKind kind) => kind switch
    {
        ModelFileKind.Onnx or ModelFileKind.Ort => "onnx",
        ModelFileKind.MLNetZip => "mlnet",
        ModelFileKind.TorchExport => "torch",
        _ => null,
    };

    /// <summary>Opens a model file for reading.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelNotFound"/>, saying what is at the path instead.</exception>
    public static FileStream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var fields = new Dictionary<string, string> { ["path"] = path };
        if (Directory.Exists(path)) throw new MceException(MceErrorCodes.ModelNotFound, $"'{path}' is a folder; a model file is needed.", fields);
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (stream.CanSeek) return stream;
            stream.Dispose();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MceException(MceErrorCodes.ModelNotFound, $"There is no model file '{path}'.{Neighbours(path)}", fields, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MceException(MceErrorCodes.ModelNotFound, $"The model file '{path}' can't be read: {e.Message}", fields, e);
        }

        throw new MceException(MceErrorCodes.ModelNotFound, $"'{path}' is a pipe or a device; a model file is needed.", fields);
    }

    private static string Neighbours(string path)
    {
        string? folder = Path.GetDirectoryName(path);
        if (folder is null || !Directory.Exists(folder)) return $" The folder '{folder}' doesn't exist either.";
        string[] names;
        try
        {
            // Those of the same kind first: one of them is likely meant.
            string extension = Path.GetExtension(path);
            names = [.. Directory.EnumerateFiles(folder).Take(MaxScanned).Select(f => Path.GetFileName(f))
                .OrderBy(f => !Path.GetExtension(f).Equals(extension, StringComparison.OrdinalIgnoreCase)).ThenBy(f => f, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // a folder that can be searched and not listed
        }

        return names.Length == 0 ? " Its folder is empty." : $" Its folder holds: {string.Join(", ", names.Take(MaxListed))}{(names.Length > MaxListed ? ", …" : ".")}";
    }

    private static ModelFileKind DetectZip(FileStream stream)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            bool modelJson = false, data = false, code = false, constants = false, oldProgram = false, mlnet = false, inductor = false;
            foreach (ZipArchiveEntry entry in zip.Entries)
            {
                string name = entry.FullName.Replace('\\', '/');
                modelJson |= name.EndsWith("/models/model.json", StringComparison.Ordinal) || name == "models/model.json";
                inductor |= name.Contains("data/aotinductor/", StringComparison.Ordinal);
                oldProgram |= name.EndsWith("serialized_exported_program.json", StringComparison.Ordinal);
                data |= name.EndsWith("/data.pkl", StringComparison.Ordinal);
                constants |= name.EndsWith("/constants.pkl", StringComparison.Ordinal);
                code |= name.Contains("/code/", StringComparison.Ordinal);
                mlnet |= name.StartsWith("TransformerChain/", StringComparison.Ordinal) || name.StartsWith("TrainingInfo/", StringComparison.Ordinal)
                    || name.EndsWith("Model.key", StringComparison.Ordinal) || name == "Schema";
            }

            return oldProgram ? ModelFileKind.TorchExportOld
                : modelJson ? ModelFileKind.TorchExport
                : inductor ? ModelFileKind.TorchAotInductor
                : constants && code ? ModelFileKind.TorchScript
                : data ? ModelFileKind.TorchState
                : mlnet ? ModelFileKind.MLNetZip
                : ModelFileKind.Zip;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            return ModelFileKind.DamagedZip;
        }
    }

    private static bool IsText(ReadOnlySpan<byte> head)
    {
        while (!head.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(head, out Rune rune, out int consumed);
            if (status == OperationStatus.NeedMoreData) return true; // the last character is cut by the end of what was read
            if (status != OperationStatus.Done || (Rune.IsControl(rune) && rune.Value is not ('\r' or '\n' or '\t'))) return false;
            head = head[consumed..];
        }

        return true;
    }
}
