using System.ComponentModel.Composition;

namespace Mce;

/// <summary>Exports a class as a backend through MEF, with metadata that can be read without loading the assembly.</summary>
/// <remarks>
/// Apply it to a public class with a parameterless constructor that implements <see cref="IBackend"/>. Leave the ABI
/// arguments out: their defaults are the contract's version at the time the plugin is compiled.
/// </remarks>
[MetadataAttribute]
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ExportBackendAttribute : ExportAttribute
{
    /// <summary>Exports the class.</summary>
    /// <param name="framework">The name that containers use, for example <c>onnx</c>; lower case by custom.</param>
    /// <param name="frameworkVersion">The framework's version, for example <c>1.31.1</c>.</param>
    /// <param name="abiMajor">Leave out.</param>
    /// <param name="abiMinor">Leave out.</param>
    public ExportBackendAttribute(string framework, string frameworkVersion, int abiMajor = MceAbi.Major, int abiMinor = MceAbi.Minor)
        : base(typeof(IBackend))
    {
        ArgumentException.ThrowIfNullOrEmpty(framework);
        ArgumentException.ThrowIfNullOrEmpty(frameworkVersion);
        Framework = framework;
        FrameworkVersion = frameworkVersion;
        AbiMajor = abiMajor;
        AbiMinor = abiMinor;
    }

    /// <summary>The name that containers use.</summary>
    public string Framework { get; }

    /// <summary>The framework's version.</summary>
    public string FrameworkVersion { get; }

    /// <summary>The contract's major version the plugin was compiled with.</summary>
    public int AbiMajor { get; }

    /// <summary>The contract's minor version the plugin was compiled with.</summary>
    public int AbiMinor { get; }
}
