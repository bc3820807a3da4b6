using System.Runtime.InteropServices;
using Avalonia;
using Avalonia.Media.Imaging;
using Avalonia.Platform;
using Desktop.Digits;

namespace Desktop.Views;

/// <summary>Reads the ink of an image file. Not on the window's thread.</summary>
internal static class ImageFile
{
    private const long MaxBytes = 32 << 20;

    // A photograph has less; what is decoded takes four bytes a pixel.
    private const long MaxPixels = 64_000_000;

    public static Task<byte[]?> ReadAsync(string path) => Task.Run(() =>
    {
        using FileStream file = File.OpenRead(path);
        return Read(file, Path.GetFileName(path));
    });

    public static Task<byte[]?> ReadAsync(Func<Task<Stream>> open, string name) => Task.Run(async () =>
    {
        await using Stream stream = await open();
        return Read(stream, name);
    });

    private static byte[]? Read(Stream stream, string name)
    {
        if (stream.CanSeek && stream.Length > MaxBytes) throw new InvalidDataException($"'{name}' is larger than {MaxBytes >> 20} MB.");
        try
        {
            using var bitmap = new Bitmap(stream);
            PixelSize size = bitmap.PixelSize;
            if ((long)size.Width * size.Height > MaxPixels) throw new InvalidDataException($"'{name}' is too large: {size.Width}×{size.Height} pixels.");
            return ImageInk.Find(LuminanceOf(bitmap), size.Width);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{name}' is no image that can be read: choose a PNG, JPEG or BMP file.", e);
        }
    }

    /// <summary>On white paper, where the image is transparent.</summary>
    private static byte[] LuminanceOf(Bitmap bitmap)
    {
        PixelSize size = bitmap.PixelSize;
        using var copy = new WriteableBitmap(size, bitmap.Dpi, PixelFormat.Bgra8888, AlphaFormat.Premul);
        using ILockedFramebuffer frame = copy.Lock();
        bitmap.CopyPixels(frame);

        var luminance = new byte[size.Width * size.Height];
        var row = new byte[size.Width * 4];
        for (int y = 0; y < size.Height; y++)
        {
            Marshal.Copy(frame.Address + y * frame.RowBytes, row, 0, row.Length);
            for (int x = 0; x < size.Width; x++)
            {
                ReadOnlySpan<byte> bgra = row.AsSpan(x * 4, 4);
                luminance[y * size.Width + x] = (byte)Math.Min(255, 255 - bgra[3] + (bgra[0] * 29 + bgra[1] * 150 + bgra[2] * 77) / 256);
            }
        }

        return luminance;
    }
}
