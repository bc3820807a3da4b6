using System.Diagnostics;
using System.Security.Cryptography;

namespace Mce.Core.Tests.Trust;

/// <summary>A folder of model files and their manifest, which goes with the test.</summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mce-trust-");

    public string Path => _folder.FullName;

    public string Manifest => File("SHA256SUMS");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content)
    {
        string path = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Writes a manifest of the files as they are now.</summary>
    public string List(params string[] names)
    {
        System.IO.File.WriteAllLines(Manifest, names.Select(n => $"{Digest(File(n))}  {n}"));
        return Manifest;
    }

    public static string Digest(string path) => Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(path)));

    /// <summary>What a shell prints; the test is skipped where there is none, or no sha256sum.</summary>
    public static string Shell(string folder, string command)
    {
        Skip.If(OperatingSystem.IsWindows() || !System.IO.File.Exists("/bin/sh"), "There is no shell here.");
        Skip.IfNot(new[] { "/usr/bin/sha256sum", "/bin/sha256sum" }.Any(System.IO.File.Exists), "There is no sha256sum here.");
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
