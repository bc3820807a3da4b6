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
        string[] files = [.. contents.Parts.Select(part => part.File).OfType<string>().Distinct()];

        return new ModelOutline
        {
            Metadata = ModelDescription.Create(contents.Version, AssemblyVersions(contents.Parts)),
            Files = [path, .. files],
            Operators =
            [
                .. contents.Parts
                    .GroupBy(part => (Domain: AssemblyNeeds.Of(part).LastOrDefault("Microsoft.ML"), part.Loader))
                    .OrderBy(group => group.Key.Domain, StringComparer.Ordinal).ThenBy(group => group.Key.Loader, StringComparer.Ordinal)
                    .Select(group => new ModelOperator(
                        group.Key.Domain,
                        group.Key.Loader,
                        group.Count(),
                        group.SelectMany(part => ProblemsOf(part, problems)).FirstOrDefault()?.Message)),
            ],
            Problems = [.. problems.Values.Concat(files.Select(AssemblyNeeds.FindFileProblem)).OfType<MceException>().Select(problem => $"'{path}': {problem.Message}")],
        };
    }

    private static IEnumerable<MceException> ProblemsOf(ModelPart part, Dictionary<string, MceException?> byAssembly) =>
        AssemblyNeeds.Of(part).Select(assembly => byAssembly[assembly]).Append(part.File is null ? null : AssemblyNeeds.FindFileProblem(part.File)).OfType<MceException>();

    private static SortedDictionary<string, string> AssemblyVersions(IEnumerable<ModelPart> parts)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string fullName in parts.SelectMany(part => (string?[])[part.Assembly, part.CodeAssembly]).OfType<string>())
            if (fullName.Split(',', 3, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, var version, ..] && version.StartsWith("Version=", StringComparison.Ordinal))
                versions[$"assembly.{name}"] = version["Version=".Length..];
        return versions;
    }
}
