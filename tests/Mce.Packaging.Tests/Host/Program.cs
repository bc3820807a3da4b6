// A host of one's own: prints each plugin folder and how many files it found there.
string plugins = Path.Combine(AppContext.BaseDirectory, "plugins");
foreach (string folder in Directory.EnumerateDirectories(plugins).Order(StringComparer.Ordinal))
{
    int files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count();
    Console.WriteLine($"{Path.GetFileName(folder)} {files}");
}
