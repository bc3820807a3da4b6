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
        foreach (Assembly assembly in listed) Register(assembly);
    }

    /// <summary>Loads the model once <see cref="Prepare"/> has let it pass.</summary>
    public MLContext Context { get; } = new();

    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.ModelUnsupported"/>: an assembly or a further file isn't here, or an assembly isn't listed; or what
    /// <see cref="ModelSource.CheckFile"/> throws for a further file.
    /// </exception>
    public void Prepare(ModelSource source, IReadOnlyCollection<ModelPart> parts)
    {
        foreach (string assembly in parts.SelectMany(AssemblyNeeds.Of).Distinct(StringComparer.OrdinalIgnoreCase))
            if (_needs.FindProblem(assembly) is { } problem) throw problem;
        foreach (string file in parts.Select(p => p.File).OfType<string>().Distinct())
        {
            if (AssemblyNeeds.FindFileProblem(file) is { } problem) throw problem;
            source.CheckFile(file);
        }

        if (parts.Any(p => p.Loader == ModelPart.OnnxLoader)) OnnxRuntimeSetup.Apply(Context, _options.IntraOpThreads);
    }

    private void Register(Assembly assembly)
    {
        try
        {
            Context.ComponentCatalog.RegisterAssembly(assembly);
        }
        catch (Exception e)
        {
            // Whatever the assembly's own attributes and dependencies bring about.
            string name = assembly.GetName().Name!;
            throw new MceException(
                MceErrorCodes.SettingInvalid,
                $"The setting '{ModelOptions.AssembliesSetting}' lists '{name}', whose classes ML.NET can't register: {e.GetBaseException().Message} Put what it depends on beside it.",
                new Dictionary<string, string> { ["setting"] = ModelOptions.AssembliesSetting, ["given"] = name },
                e);
        }
    }
}
