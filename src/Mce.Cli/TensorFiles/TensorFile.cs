using Mce.TensorFiles;

namespace Mce.Cli.TensorFiles;

/// <summary>Reads and writes tensors: <c>.npy</c>, <c>.json</c>, and anything else as raw little-endian numbers.</summary>
internal static class TensorFile
{
    /// <summary>Reads a tensor. The caller disposes it.</summary>
    /// <param name="path">The file. NumPy's format is known by its first bytes, JSON by the name's end.</param>
    /// <param name="spec">What is wanted; null = whatever a <c>.npy</c>, or a JSON that names its type, holds.</param>
    /// <exception cref="UsageException">There is no such file, or it holds no tensor, or not the one wanted.</exception>
    public static InferenceTensor Read(string path, TensorSpec? spec)
    {
        InferenceTensor tensor = ReadAny(path, spec);
        if (spec is null) return tensor;
        try
        {
            spec.Validate(tensor);
            return tensor;
        }
        catch (MceException)
        {
            tensor.Dispose();
            throw TensorFileErrors.DoesNotFit(path, tensor, spec);
        }
    }

    /// <summary>Writes a tensor in the format that the name's end asks for. What was in the file is lost.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensor">On the host, contiguous or strided.</param>
    /// <exception cref="UsageException">The file can't be written, or the format can't hold the tensor.</exception>
    public static void Write(string path, InferenceTensor tensor)
    {
        using InferenceTensor packed = tensor.ToContiguous();
        try
        {
            using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
            if (HasEnd(path, ".npy")) NpyWriter.Write(stream, packed);
            else if (HasEnd(path, ".json")) JsonTensorWriter.Write(stream, packed);
            else RawTensor.Write(stream, path, packed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' can't be written: {e.Message}", e);
        }
        catch (NpyFormatException e)
        {
            throw new UsageException($"'{path}' {e.Message}", e);
        }
    }

    private static InferenceTensor ReadAny(string path, TensorSpec? spec)
    {
        using TensorFileContent file = TensorFileContent.Open(path);
        try
        {
            if (NpyReader.IsNpy(file)) return NpyReader.Read(file, spec);
            if (HasEnd(path, ".npy")) throw TensorFileErrors.NoNpy(file);
            if (HasEnd(path, ".json")) return JsonTensorReader.Read(file, spec);
            return RawTensor.Read(file, spec);
        }
        catch (IOException e)
        {
            throw new UsageException($"'{path}' can't be read: {e.Message}", e);
        }
        catch (NpyFormatException e)
        {
            throw new UsageException($"'{path}' {e.Message}", e);
        }
        catch (MceException e)
        {
            throw new UsageException($"'{path}' holds no tensor that can be used: {e.Message}", e);
        }
    }

    private static bool HasEnd(string path, string end) => path.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}
