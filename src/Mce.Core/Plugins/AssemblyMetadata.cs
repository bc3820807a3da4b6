using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Mce;

/// <summary>What an assembly file says about itself, read without loading it.</summary>
internal sealed class AssemblyMetadata
{
    private AssemblyMetadata(string path, MetadataReader reader)
    {
        Path = path;
        AssemblyDefinition definition = reader.GetAssemblyDefinition();
        Name = reader.GetString(definition.Name);
        Version = definition.Version;
        Mvid = reader.GetGuid(reader.GetModuleDefinition().Mvid);
        ProductVersion = ReadProductVersion(reader, definition) ?? Version.ToString();
        ContractVersion = reader.AssemblyReferences
            .Select(reader.GetAssemblyReference)
            .Where(r => reader.StringComparer.Equals(r.Name, PluginLoadContext.ContractName))
            .Select(r => r.Version)
            .FirstOrDefault();
        Exports = ContractVersion is null ? [] : [.. ReadExports(reader)];
    }

    public string Path { get; }

    public string Name { get; }

    public Version Version { get; }

    /// <summary>What tells one compilation from another.</summary>
    public Guid Mvid { get; }

    /// <summary>The informational version without its build part; the assembly version where there is none.</summary>
    public string ProductVersion { get; }

    /// <summary>The version of the contract that the assembly was compiled against; null when it doesn't reference it.</summary>
    public Version? ContractVersion { get; }

    public ImmutableArray<BackendExport> Exports { get; }

    /// <summary>Reads a file; null when it isn't a .NET assembly.</summary>
    public static AssemblyMetadata? TryRead(string path)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            if (!file.HasMetadata) return null;
            MetadataReader reader = file.GetMetadataReader();
            return reader.IsAssembly ? new AssemblyMetadata(path, reader) : null;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    private static string? ReadProductVersion(MetadataReader reader, AssemblyDefinition definition)
    {
        foreach (CustomAttributeHandle handle in definition.GetCustomAttributes())
        {
            CustomAttribute attribute = reader.GetCustomAttribute(handle);
            if (TypeNameOf(reader, attribute) is not ("System.Reflection", nameof(AssemblyInformationalVersionAttribute))) continue;
            string? text = attribute.DecodeValue(AttributeTypes.Instance).FixedArguments[0].Value as string;
            return text?.Split('+')[0];
        }

        return null;
    }

    private static IEnumerable<BackendExport> ReadExports(MetadataReader reader)
    {
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            foreach (CustomAttributeHandle attributeHandle in type.GetCustomAttributes())
            {
                CustomAttribute attribute = reader.GetCustomAttribute(attributeHandle);
                if (TypeNameOf(reader, attribute) is ("Mce", nameof(ExportBackendAttribute))) yield return ReadExport(reader, type, attribute);
            }
        }
    }

    private static BackendExport ReadExport(MetadataReader reader, TypeDefinition type, CustomAttribute attribute)
    {
        object?[] arguments = [.. attribute.DecodeValue(AttributeTypes.Instance).FixedArguments.Select(a => a.Value)];
        // A contract that is older or newer than we can imagine may have other arguments: -1 then fails the ABI check.
        return new BackendExport(
            FullName(reader, type),
            IsPublic(reader, type),
            type.Attributes.HasFlag(TypeAttributes.Abstract),
            arguments.ElementAtOrDefault(0) as string ?? "",
            arguments.ElementAtOrDefault(1) as string ?? "",
            arguments.ElementAtOrDefault(2) as int? ?? -1,
            arguments.ElementAtOrDefault(3) as int? ?? -1);
    }

    private static (string Namespace, string Name)? TypeNameOf(MetadataReader reader, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind != HandleKind.MemberReference) return null;
        EntityHandle parent = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference) return null;
        TypeReference type = reader.GetTypeReference((TypeReferenceHandle)parent);
        return (reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    private static string FullName(MetadataReader reader, TypeDefinition type)
    {
        string name = reader.GetString(type.Name);
        if (type.IsNested) return $"{FullName(reader, reader.GetTypeDefinition(type.GetDeclaringType()))}+{name}";
        string space = reader.GetString(type.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }

    private static bool IsPublic(MetadataReader reader, TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic => IsPublic(reader, reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    /// <summary>Attribute arguments here are text and numbers; types only need to be told apart by name.</summary>
    private sealed class AttributeTypes : ICustomAttributeTypeProvider<string>
    {
        public static readonly AttributeTypes Instance = new();

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSystemType() => "System.Type";

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => "";

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => "";

        public string GetTypeFromSerializedName(string name) => name;

        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

        public bool IsSystemType(string type) => type == "System.Type";
    }
}
