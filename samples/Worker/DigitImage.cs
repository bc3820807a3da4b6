using System.Globalization;
using System.Text.Json;

namespace Worker;

/// <summary>Reads an image: 64 pixels from 0 (no ink) to 16, as numbers in a <c>.csv</c> or as an array in a <c>.json</c> file.</summary>
internal static class DigitImage
{
    public const int Pixels = 64;

    private const float MostInk = 16;

    private static readonly char[] Separators = [',', '\r', '\n'];

    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It isn't such a file; the message says why.</exception>
    public static float[] Read(string path, int maxBytes)
    {
        // Asked before it is opened: neither a gigabyte nor a pipe is to be read.
        long bytes = new FileInfo(path).Length;
        if (bytes == 0) throw new InvalidDataException("The file is empty.");
        if (bytes > maxBytes) throw new InvalidDataException($"The file has {bytes} bytes; an item has {maxBytes} at most.");

        float[] image = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".CSV" => FromCsv(File.ReadAllText(path)),
            ".JSON" => FromJson(File.ReadAllText(path)),
            string other => throw new InvalidDataException($"'{other}' is no kind of item; there are .csv and .json."),
        };

        if (image.Length != Pixels) throw new InvalidDataException($"The file has {image.Length} numbers; an image has {Pixels} pixels.");
        int wrong = Array.FindIndex(image, pixel => pixel is not (>= 0 and <= MostInk));
        if (wrong >= 0) throw new InvalidDataException($"Pixel {wrong} is {image[wrong].ToString(CultureInfo.InvariantCulture)}; it must be from 0 to {MostInk}.");
        return image;
    }

    private static float[] FromCsv(string text) => [.. text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(number =>
        float.TryParse(number, CultureInfo.InvariantCulture, out float pixel) ? pixel : throw new InvalidDataException($"'{Shorten(number)}' is no number."))];

    private static float[] FromJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<float[]>(text) ?? [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The file is no JSON array of numbers: {e.Message}", e);
        }
    }

    private static string Shorten(string text) => text.Length <= 20 ? text : text[..20] + "…";
}
