namespace Mce;

/// <summary>A backend that is part of the application: no folder, no load context, nothing to unload.</summary>
internal sealed record StaticBackend(string Framework, string FrameworkVersion, Func<IBackend> Create);
