namespace Mce;

/// <summary>Every way in which a plugin fails, in words: which plugin, which cause, which cure.</summary>
internal static class PluginErrors
{
    public static MceException FolderMissing(PluginDescription plugin) =>
        Invalid(plugin, "there is no such folder.", "Give the folder that the plugin was copied or published to; a relative path starts at the application's folder.");

    public static MceException Empty(PluginDescription plugin) =>
        Invalid(plugin, "the folder holds no assembly.", "Copy the plugin's whole build output there (dlls and .deps.json), or remove the folder.");

    public static MceException Unreadable(PluginDescription plugin, Exception cause) =>
        Invalid(plugin, $"a file of it can't be read: {cause.Message}", "Check the permissions, or copy the plugin's build output again.", cause);

    public static MceException ManifestMissing(PluginDescription plugin, string[] libraries) =>
        Invalid(
            plugin,
            $"there is no .deps.json beside {Path.GetFileName(libraries[0])}, so nobody knows its dependencies.",
            "Copy the whole build output and not only the dll; the plugin's project sets EnableDynamicLoading to true.");

    public static MceException ManifestAmbiguous(PluginDescription plugin, string[] manifests) =>
        Invalid(
            plugin,
            $"there are several .deps.json ({Names(manifests)}) and none is called {plugin.Assembly!.Name}.deps.json like the assembly that exports the backend.",
            "Give each plugin a folder of its own.");

    public static MceException MainMissing(PluginDescription plugin, string main) =>
        Invalid(plugin, $"there is a .deps.json for {Path.GetFileName(main)}, but {Path.GetFileName(main)} isn't there.", "Copy the plugin's whole build output again.");

    public static MceException NotDotNet(PluginDescription plugin, string main) =>
        Invalid(plugin, $"{Path.GetFileName(main)} isn't a .NET assembly, or is damaged.", "Copy the plugin's build output again; native libraries alone are no plugin.");

    public static MceException NotAPlugin(PluginDescription plugin, string main) =>
        Invalid(
            plugin,
            $"no assembly in the folder references {PluginLoadContext.ContractName}, {Path.GetFileName(main)} neither.",
            "Only plugins belong into a plugin folder: move other files away.");

    public static MceException NoExport(PluginDescription plugin, IEnumerable<AssemblyMetadata> users) =>
        Invalid(
            plugin,
            $"no class is exported: {string.Join(", ", users.Select(u => u.Name))} uses the contract, and no class carries [ExportBackend].",
            "Put [ExportBackend(\"framework\", \"version\")] on the public class that implements IBackend.");

    public static MceException SeveralExports(PluginDescription plugin, IEnumerable<BackendExport> exports) =>
        Invalid(plugin, $"several classes are exported: {string.Join(", ", exports.Select(e => e.TypeName))}.", "One folder holds one backend: give each a project and a folder of its own.");

    public static MceException OwnCopy(PluginDescription plugin, string copy) =>
        Invalid(
            plugin,
            $"it carries its own copy of {Path.GetFileName(copy)}. The host's copy is the one that counts: types of a second copy would be other types of the same name.",
            $"Reference {Path.GetFileNameWithoutExtension(copy)} with ExcludeAssets=\"runtime\" (a project: Private=\"false\" as well), and delete the file from the folder.");

    public static MceException AbiMismatch(PluginDescription plugin, BackendExport export)
    {
        bool tooNew = export.AbiMajor > MceAbi.Major || (export.AbiMajor == MceAbi.Major && export.AbiMinor > MceAbi.Minor);
        return Invalid(
            plugin,
            $"its ABI {export.AbiMajor}.{export.AbiMinor} is too {(tooNew ? "new" : "old")}: this host takes {AcceptedAbi}.",
            tooNew
                ? $"Update Mce.Core in the application, or use a plugin that was built with {PluginLoadContext.ContractName} {MceAbi.Major}.{MceAbi.Minor}."
                : $"Rebuild the plugin with {PluginLoadContext.ContractName} {MceAbi.Major}.{MceAbi.Minor}, or get a newer one.");
    }

    public static MceException ContractTooNew(PluginDescription plugin, Version compiledWith) =>
        Invalid(
            plugin,
            $"it was compiled against {PluginLoadContext.ContractName} with assembly version {compiledWith}; the host has {typeof(IBackend).Assembly.GetName().Version}. Its ABI is too new.",
            "Update Mce.Core in the application, or use a plugin that was built for its version.");

    public static MceException FrameworkNameInvalid(PluginDescription plugin, BackendExport export) =>
        Invalid(plugin, $"{export.TypeName} exports framework '{export.Framework}' in version '{export.FrameworkVersion}'.", "Both must be there, and a framework's name has no '@'.");

    public static MceException ClassUnusable(PluginDescription plugin, string typeName, string fault) =>
        Invalid(plugin, $"the exported class {typeName} {fault}.", "Export a public class, not abstract, that implements Mce.IBackend.");

    public static MceException DependencyMissing(PluginDescription plugin, ManifestAssembly missing) =>
        Invalid(
            plugin,
            $"the file {missing.FileName} of {missing.Package} {missing.PackageVersion} is missing.",
            "The .deps.json promises it: copy the plugin's whole build output again.",
            fields: new() { ["missing"] = missing.FileName });

    public static MceException AssemblyNotLoaded(PluginDescription plugin, FileNotFoundException cause) =>
        Invalid(
            plugin,
            $"it needs the assembly {cause.FileName}, which neither its folder nor the host has.",
            "Add that package to the plugin's project and copy its whole build output again.",
            cause,
            new() { ["missing"] = cause.FileName ?? "" });

    public static MceException Ambiguous(PluginDescription plugin, PluginDescription other) =>
        Invalid(
            plugin,
            $"it offers {plugin.Framework} {plugin.FrameworkVersion}, and so does {Intro(other)}. Nobody can know which is meant, so neither is used.",
            "Remove one of the two.");

    public static MceException RootMissing(string path, string asked) =>
        new(
            MceErrorCodes.PluginInvalid,
            $"The plugin folder '{asked}' doesn't exist; looked at {path}. " +
            "Cure: create it with one sub-folder per plugin, or give another path; a relative one starts at the application's folder.",
            new Dictionary<string, string> { ["directory"] = path });

    public static MceException RootEmpty(string path, bool isPlugin) =>
        new(
            MceErrorCodes.PluginInvalid,
            isPlugin
                ? $"The plugin folder {path} has no sub-folder: it seems to be a plugin itself. Cure: name the folder above it, or add it as a single plugin."
                : $"The plugin folder {path} has no sub-folder, so there is no plugin in it. Cure: copy each plugin's build output to a sub-folder of its own.",
            new Dictionary<string, string> { ["directory"] = path });

    public static MceException ChangedInPlace(PluginDescription plugin, string changes) =>
        Invalid(
            plugin,
            $"its folder has changed while the plugin is loaded ({changes}). A plugin is loaded bit by bit: old code would meet new files.",
            "Put the old files back and the new version into a folder of its own beside this one, which a live change then finds; or restart the process.");

    public static MceException FolderGone(PluginDescription plugin) =>
        Invalid(plugin, "its folder is gone while the plugin is loaded. What runs on it goes on; nothing new can.", "Put the folder back, or give the framework in another version.");

    public static MceException NameTaken(PluginDescription plugin, PluginDescription other) =>
        Invalid(plugin, $"another plugin has the same name, from {other.Directory}. Neither is used.", "Rename one of the two folders: a plugin is called like its folder.");

    public static MceException Refused(PluginDescription plugin, string cause, Exception? exception = null) =>
        Invalid(plugin, cause, "Look into the inner exception and the log, and mend the plugin.", exception);

    public static MceException Threw(PluginDescription plugin, string where, Exception cause) =>
        Invalid(
            plugin,
            $"{where} threw {cause.GetType().Name}: {cause.Message}",
            "The fault lies in the plugin or its settings; a backend's constructor does nothing that can fail, Initialize says what it needs.",
            cause);

    /// <summary>A plugin's own diagnosis is kept, code and all; the plugin's name is added.</summary>
    public static MceException Explained(PluginDescription plugin, MceException cause) =>
        new(cause.Code, $"{Intro(plugin)}: {cause.Message}", Fields(plugin, new(cause.Fields)), cause);

    public static MceException NativeMissing(PluginDescription plugin, string library, Exception cause) =>
        new(
            MceErrorCodes.NativeLibraryUnavailable,
            $"{Intro(plugin)}: the native library '{library}' can't be loaded. {NativeDetail(library, cause.Message)} " +
            $"Cure: see that the plugin's folder holds it for {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}, and that the libraries it needs itself are installed.",
            Fields(plugin, new() { ["missing"] = library }),
            cause);

    public static MceException SecondNative(PluginDescription plugin, string file, string mapped) =>
        new(
            MceErrorCodes.NativeLibraryUnavailable,
            $"{Intro(plugin)}: it brings {file}, and the process already has another copy, {mapped}. A second libtorch would abort the process. " +
            "Cure: let both plugins use one libtorch folder, make one a link to the other, or serve the second version from a process of its own.",
            Fields(plugin, new() { ["file"] = file, ["mapped"] = mapped }));

    private static string AcceptedAbi => MceAbi.OldestMinor == MceAbi.Minor
        ? $"{MceAbi.Major}.{MceAbi.Minor}"
        : $"{MceAbi.Major}.{MceAbi.OldestMinor} to {MceAbi.Major}.{MceAbi.Minor}";

    private static MceException Invalid(PluginDescription plugin, string cause, string cure, Exception? exception = null, Dictionary<string, string>? fields = null) =>
        new(MceErrorCodes.PluginInvalid, $"{Intro(plugin)}: {cause} Cure: {cure}", Fields(plugin, fields ?? []), exception);

    private static string Intro(PluginDescription plugin) =>
        plugin.Static is null ? $"Plugin '{plugin.Name}' ({plugin.Directory})" : $"Backend '{plugin.Name}' (added by the application)";

    private static Dictionary<string, string> Fields(PluginDescription plugin, Dictionary<string, string> fields)
    {
        fields["plugin"] = plugin.Name;
        fields["directory"] = plugin.Directory;
        return fields;
    }

    private static string Names(string[] manifests) => string.Join(", ", manifests.Select(m => Path.GetFileName(m) + ".deps.json"));

    /// <summary>The system's message lists each path it tried for the name; what matters is a library that was found and failed.</summary>
    private static string NativeDetail(string library, string message)
    {
        string[] telling =
        [
            .. message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(line => line.Contains(": ", StringComparison.Ordinal) && !line.Contains("Unable to load", StringComparison.Ordinal))
                .Where(line => !Path.GetFileName(line.Split(": ")[0]).Contains(Path.GetFileNameWithoutExtension(library), StringComparison.OrdinalIgnoreCase))
                .Take(2),
        ];
        return telling.Length == 0 ? "There is no such file in its folder or where the system looks." : $"The system says: {string.Join("; ", telling)}.";
    }
}
