using System.Reflection;
using Mce.Plugins.MLNet.Files;

namespace Mce.Plugins.MLNet.Code;

/// <summary>Which assemblies a model file needs, and what is against each.</summary>
/// <param name="folder">The plugin's folder, for what the errors advise.</param>
/// <param name="listed">The simple names of the assemblies that the container's settings allow.</param>
internal sealed class AssemblyNeeds(string folder, IReadOnlyCollection<string> listed)
{
    private const string OwnPrefix = "Microsoft.ML.";

    // Of assemblies whose package has another name than they.
    private static readonly string[] MainPackage = ["Core", "Data", "Transforms", "StandardTrainers", "KMeansClustering", "PCA"];

    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>: a listed assembly can't be loaded.</exception>
    public static AssemblyNeeds Create(ModelOptions options, string folder) =>
        new(folder, [.. ListedAssemblies.Load(options.Assemblies, folder).Select(a => a.GetName().Name!)]);

    /// <summary>The assemblies that a part needs, by simple name.</summary>
    public static IEnumerable<string> Of(ModelPart part)
    {
        if (part.Assembly is not null) yield return Forwarded(SimpleName(part.Assembly));
        if (part.CodeAssembly is not null) yield return SimpleName(part.CodeAssembly);
    }

    /// <summary>Why an assembly can't be used, with the cure, or null.</summary>
    public MceException? FindProblem(string assembly)
    {
        var fields = new Dictionary<string, string> { ["assembly"] = assembly };
        bool isOwn = assembly.StartsWith(OwnPrefix, StringComparison.Ordinal);
        if (!isOwn && !listed.Contains(assembly, StringComparer.OrdinalIgnoreCase))
            return new MceException(
                MceErrorCodes.ModelUnsupported,
                $"the model runs code of the assembly '{assembly}', which is none of ML.NET's and which this container doesn't allow. " +
                $"If you trust it, add it to the container's setting '{ModelOptions.AssembliesSetting}' and put {assembly}.dll into '{folder}'.",
                fields);
        if (SideAssemblies.TryLoad(assembly, out _, out string? reason)) return null;
        if (!isOwn) return new MceException(MceErrorCodes.ModelUnsupported, $"the model runs code of the assembly '{assembly}', which {Missing(assembly, reason)}.", fields);

        string package = PackageOf(assembly);
        fields["package"] = package;
        return new MceException(
            MceErrorCodes.ModelUnsupported,
            $"the model needs the assembly '{assembly}' of the NuGet package {package} {Version}, which {Missing(assembly, reason)}, with the package's native files, if it has any, and all that it depends on.",
            fields);
    }

    /// <summary>Why a further file that a part reads can't be used, with the cure, or null.</summary>
    public static MceException? FindFileProblem(string file) => File.Exists(file) ? null : new MceException(
        MceErrorCodes.ModelUnsupported,
        $"the model reads word vectors from '{file}', which isn't there: put the file there. A model holds only the path (or that they are ML.NET's own, " +
        "which ML.NET would fetch from the Internet; this plugin doesn't).",
        new Dictionary<string, string> { ["file"] = file });

    private string Missing(string assembly, string? reason) => reason is null
        ? $"isn't here: put {assembly}.dll into '{folder}'"
        : $"can't be loaded ({reason.TrimEnd('.')}): put a {assembly}.dll that fits into '{folder}'";

    private static string? Version => typeof(Microsoft.ML.MLContext).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    private static string SimpleName(string fullName) => fullName.Split(',')[0].Trim();

    // As ML.NET does: two had other names once.
    private static string Forwarded(string assembly) => assembly switch
    {
        "Microsoft.ML.HalLearners" => "Microsoft.ML.Mkl.Components",
        "Microsoft.ML.StandardLearners" => "Microsoft.ML.StandardTrainers",
        _ => assembly,
    };

    private static string PackageOf(string assembly) => MainPackage.Contains(assembly[OwnPrefix.Length..]) ? "Microsoft.ML" : assembly;
}
