using System.Buffers;
using System.Security.Cryptography;

namespace Mce;

/// <summary>SHA-256 of files, as 64 lower-case hexadecimal digits.</summary>
internal static class FileDigest
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Reads the file once, from beginning to end, in pieces.</summary>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ModelNotFound"/>: no such file, or unreadable.</exception>
    /// <exception cref="OperationCanceledException">Between two pieces.</exception>
    public static string OfModel(string path, CancellationToken cancellationToken)
    {
        using FileStream stream = ModelFile.OpenRead(path);
        try
        {
            return Of(stream, cancellationToken);
        }
        catch (IOException e)
        {
            throw new MceException(MceErrorCodes.ModelNotFound, $"The model file '{path}' can't be read: {e.Message}", new Dictionary<string, string> { ["path"] = path }, e);
        }
    }

    public static string Of(Stream stream, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (stream.Read(buffer) is > 0 and int count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, count);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
