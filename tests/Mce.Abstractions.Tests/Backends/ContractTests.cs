using System.ComponentModel.Composition;

namespace Mce.Abstractions.Tests.Backends;

public sealed class ContractTests
{
    [Fact]
    public void ExportBackend_Defaults_TheContractsVersion()
    {
        var export = new ExportBackendAttribute("onnx", "1.2.3");

        Assert.Equal(("onnx", "1.2.3", MceAbi.Major, MceAbi.Minor), (export.Framework, export.FrameworkVersion, export.AbiMajor, export.AbiMinor));
        Assert.Equal(typeof(IBackend), export.ContractType);
        Assert.True(Attribute.IsDefined(typeof(ExportBackendAttribute), typeof(MetadataAttributeAttribute)));
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("onnx", "")]
    public void ExportBackend_NoName_Refused(string framework, string version) =>
        Assert.Throws<ArgumentException>(() => new ExportBackendAttribute(framework, version));

    [Fact]
    public void Abi_OldestMinor_NotAboveTheMinor() => Assert.InRange(MceAbi.OldestMinor, 0, MceAbi.Minor);

    [Fact]
    public void BackendContext_Defaults_NeverNull()
    {
        var context = new BackendContext("/plugins/x");

        Assert.Same(BackendSettings.Empty, context.Settings);
        Assert.False(context.Logger.IsEnabled(BackendLogLevel.Error));
        context.Logger.Log(BackendLogLevel.Error, "Nobody hears it.", new InvalidOperationException());
        Assert.Throws<ArgumentException>(() => new BackendContext(""));
    }

    [Fact]
    public void ModelSource_RelativePath_Refused()
    {
        Assert.Throws<ArgumentException>(() => new ModelSource("model.onnx"));
        Assert.Throws<ArgumentException>(() => new ModelSource(""));
        Assert.Equal(TensorDevice.Cpu, new ModelSource(Path.GetFullPath("model.onnx")).Device);
    }

    [Fact]
    public void TensorDevice_Text_AsFrameworksWriteIt() =>
        Assert.Equal(("cpu", "cuda:2"), (TensorDevice.Cpu.ToString(), new TensorDevice(TensorDeviceKind.Cuda, 2).ToString()));
}
