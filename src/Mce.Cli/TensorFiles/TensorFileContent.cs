using Microsoft.Win32.SafeHandles;

namespace Mce.Cli.TensorFiles;

/// <summary>The bytes of a tensor file, read where they are wanted.</summary>
internal sealed unsafe class TensorFileContent : IDisposable
{
    private const int MaxRead = 1 << 30;

    private readonly SafeFileHandle _handle;

    private TensorFileContent(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    public string Path { get; }

    public long Length { get; }

    /// <exception cref="UsageException">There is no such file, or it can't be read.</exception>
    public static TensorFileContent Open(string path)
    {
        if (Directory.Exists(path)) throw new UsageException($"'{path}' is a folder; a tensor file is needed (.npy, .json or raw numbers).");
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            return new TensorFileContent(path, handle);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw TensorFileErrors.NotFound(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            handle?.Dispose();
            throw new UsageException($"'{path}' can't be read: {e.Message}", e);
        }
    }

    /// <summary>Fills a buffer, or as much of it as the file has from there on.</summary>
    /// <returns>How many bytes were read.</returns>
    public int Read(Span<byte> target, long offset)
    {
        int total = 0;
        while (total < target.Length)
        {
            int read = RandomAccess.Read(_handle, target[total..], offset + total);
            if (read == 0) break;
            total += read;
        }

        return total;
    }

    /// <summary>Reads exactly that many bytes.</summary>
    /// <exception cref="EndOfStreamException">The file became shorter while it was read.</exception>
    public void ReadExactly(byte* target, long count, long offset)
    {
        for (long done = 0; done < count;)
        {
            int chunk = (int)Math.Min(count - done, MaxRead);
            if (Read(new Span<byte>(target + done, chunk), offset + done) < chunk) throw new EndOfStreamException("it became shorter while it was read.");
            done += chunk;
        }
    }

    public void Dispose() => _handle.Dispose();
}
