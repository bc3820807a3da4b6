namespace Mce;

/// <summary>What a second look at the plugin folders found. Immutable.</summary>
/// <param name="Found">Names of plugins that are new, or whose folders have changed while they weren't loaded; a faulty one too.</param>
/// <param name="Gone">Names of plugins whose folders are gone, loaded ones too.</param>
/// <param name="Refused">Loaded plugins whose folders have changed in place: those who have them go on, nobody gets them anew.</param>
internal sealed record PluginChanges(IReadOnlyList<string> Found, IReadOnlyList<string> Gone, IReadOnlyList<MceException> Refused);
