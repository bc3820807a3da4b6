namespace Mce.Cli.TensorFiles;

/// <summary>What can be wrong with a tensor file, in one line each: the file, what was found, what is needed.</summary>
internal static class TensorFileErrors
{
    private const int MaxNeighbours = 8;

    public static UsageException NotFound(string path, Exception cause) => new($"There is no tensor file '{path}'.{Neighbours(path)}", cause);

    public static UsageException NoNpy(TensorFileContent file) => new(
        $"'{file.Path}' is no .npy file: {(file.Length == 0 ? "it is empty" : "it doesn't begin with \\x93NUMPY")}. Write it with numpy.save.");

    public static UsageException BadHeader(string path, string what) => new($"'{path}' has a damaged .npy header: {what}. Write it again with numpy.save.");

    public static UsageException WrongLength(string path, string what, long needed, long found) => new(
        $"'{path}' is {(found < needed ? "cut short" : "too long")}: {what} takes {needed:N0} bytes, and there are {found:N0}.");

    public static UsageException DoesNotFit(string path, InferenceTensor tensor, TensorSpec spec) => new(
        $"'{path}' holds {tensor}; the model needs {spec}. " +
        (tensor.ElementType == spec.ElementType ? "Change the array's shape." : $"Save the array in that type: nothing is converted in silence."));

    private static string Neighbours(string path)
    {
        try
        {
            string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
            if (folder is null || !Directory.Exists(folder)) return $" The folder '{folder}' doesn't exist either.";
            string[] names = [.. Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).Take(MaxNeighbours + 1)];
            return names.Length == 0 ? " Its folder is empty." : $" Its folder holds: {string.Join(", ", names.Take(MaxNeighbours))}{(names.Length > MaxNeighbours ? ", …" : "")}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "";
        }
    }
}
