namespace Mce;

/// <summary>A class that carries <see cref="ExportBackendAttribute"/>, as the metadata has it.</summary>
internal sealed record BackendExport(string TypeName, bool IsPublic, bool IsAbstract, string Framework, string FrameworkVersion, int AbiMajor, int AbiMinor);
