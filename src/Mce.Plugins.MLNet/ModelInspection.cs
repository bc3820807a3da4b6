using Mce.Plugins.MLNet.Code;
using Mce.Plugins.MLNet.Files;

namespace Mce.Plugins.MLNet;

/// <summary>Describes a model file from its parts' headers.</summary>
internal static class ModelInspection
{
    public static ModelOutline Create(string path, ModelContents contents, AssemblyNeeds needs)
    {
        Dictionary<string, MceException?> problems = new(StringComparer.OrdinalIgnoreCase);
        foreach (string assembly in contents.Parts.SelectMany(AssemblyNeeds.Of)) problems.TryAdd(assembly, needs.FindProblem(assembly));

        return new ModelOutline
        {
            Metadata = ModelDescription.Create(contents.Version, AssemblyVersions(contents.Parts)),
            Files = [path],
            Operators =
            [
                .. contents.Parts
                    .GroupBy(part => (Domain: AssemblyNeeds.Of(part).LastOrDefault("Microsoft.ML"), part.Loader))
                    .OrderBy(group => group.Key.Domain, StringComparer.Ordinal).ThenBy(group => group.Key.Loader, StringComparer.Ordinal)
                    .Select(group => new ModelOperator(
                        group.Key.Domain,
                        group.Key.Loader,
                        group.Count(),
                        AssemblyNeeds.Of(group.First()).Select(assembly => problems[assembly]?.Message).FirstOrDefault(problem => problem is not null))),
            ],
            Problems = [.. problems.Values.OfType<MceException>().Select(problem => $"'{path}': {problem.Message}")],
        };
    }

    private static SortedDictionary<string, string> AssemblyVersions(IEnumerable<ModelPart> parts)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string fullName in parts.SelectMany(part => (string?[])[part.Assembly, part.CodeAssembly]).OfType<string>())
            if (fullName.Split(',', 3, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, var version, ..] && version.StartsWith("Version=", StringComparison.Ordinal))
                versions[$"assembly.{name}"] = version["Version=".Length..];
        return versions;
    }
}
