using System.Reflection;
using Mce.Plugins.MLNet.Files;
using Microsoft.ML;

namespace Mce.Plugins.MLNet.Code;

/// <summary>Prepares an <see cref="MLContext"/> for the code that one model file asks for, or refuses the file.</summary>
/// <remarks>ML.NET itself loads whatever assembly a file names.</remarks>
internal sealed class ModelCode
{
    private readonly AssemblyNeeds _needs;
    private readonly ModelOptions _options;

    /// <exception cref="MceException"><see cref="MceErrorCodes.SettingInvalid"/>: a listed assembly can't be loaded.</exception>
    public ModelCode(ModelOptions options, string folder)
    {
        _options = options;
        IReadOnlyList<Assembly> listed = ListedAssemblies.Load(options.Assemblies, folder);
        _needs = new AssemblyNeeds(folder, [.. listed.Select(a => a.GetName().Name!)]);
        // Files from before ML.NET stored the assembly name only the contract: its factory must be known by then.
        foreach (Assembly assembly in listed) Context.ComponentCatalog.RegisterAssembly(assembly);
    }

    /// <summary>Loads the model once <see cref="Prepare"/> has let it pass.</summary>
    public MLContext Context { get; } = new();

    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.ModelUnsupported"/>: an assembly isn't here, or holds code that the settings don't list.
    /// </exception>
    public void Prepare(IReadOnlyCollection<ModelPart> parts)
    {
        foreach (string assembly in parts.SelectMany(AssemblyNeeds.Of).Distinct(StringComparer.OrdinalIgnoreCase))
            if (_needs.FindProblem(assembly) is { } problem) throw problem;
        if (parts.Any(p => p.Loader == ModelPart.OnnxLoader)) OnnxRuntimeSetup.Apply(Context, _options.IntraOpThreads);
    }
}
