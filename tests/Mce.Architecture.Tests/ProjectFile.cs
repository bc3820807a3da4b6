using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mce.Architecture.Tests;

/// <summary>A project file, read as text: what it asks for, not what a build made of it.</summary>
internal sealed partial class ProjectFile(string path)
{
    private readonly XElement _root = XElement.Load(path);

    public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(path);

    public string Path { get; } = path;

    public string Folder { get; } = System.IO.Path.GetDirectoryName(path)!;

    /// <summary>Whether it exports a backend. Fakes for users' tests may do so too; they build on the server.</summary>
    public bool IsPlugin => !ProjectReferences.Contains("Mce.Core") && Sources.Any(s => Export().IsMatch(File.ReadAllText(s)));

    /// <summary>Packed unless it says otherwise: the default under src.</summary>
    public bool IsPacked => _root.Descendants("IsPackable").All(e => !e.Value.Equals("false", StringComparison.OrdinalIgnoreCase));

    public IEnumerable<string> Sources => Repository.Files(Repository.Relative(Folder), "*.cs");

    public IEnumerable<string> ProjectReferences => Items("ProjectReference").Select(e => System.IO.Path.GetFileNameWithoutExtension(Include(e)));

    public IEnumerable<string> PackageReferences => Items("PackageReference").Select(Include);

    public IEnumerable<XElement> Items(string kind) => _root.Descendants(kind).Where(e => e.Attribute("Include") is not null);

    /// <summary>A piece of metadata, written as attribute or as element.</summary>
    public static string? Metadata(XElement item, string name) => (string?)item.Attribute(name) ?? (string?)item.Element(name);

    public static string Include(XElement item) => ((string)item.Attribute("Include")!).Replace('\\', '/');

    [GeneratedRegex(@"^\s*\[ExportBackend\(", RegexOptions.Multiline)]
    private static partial Regex Export();
}
