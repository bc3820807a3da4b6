using System.Text;

namespace Mce.Integration.Tests;

public sealed class WrongFileTests
{
    [Fact]
    public async Task Start_FilesOfTheWrongKind_ReportsAllAtOnceAndServesOthersAfterwards()
    {
        using var folder = new TemporaryFolder();
        byte[] zip = File.ReadAllBytes(TestServer.PathOf("numeric.zip")), pt2 = File.ReadAllBytes(TestServer.PathOf("mlp.pt2"));
        byte[] words = Encoding.UTF8.GetBytes("This is a text, and no model at all.\n");
        (string Container, string Framework, string Path, string SeemsToBe, string Cure)[] wrong =
        [
            ("a1", "mlnet", TestServer.PathOf("matmul.onnx"), "an ONNX model", "framework \"onnx\""),
            ("a2", "torch", TestServer.PathOf("matmul.onnx"), "an ONNX model", "framework 'onnx'"),
            ("a3", "onnx@1.31.1", TestServer.PathOf("numeric.zip"), "an ML.NET model", "framework \"mlnet\""),
            ("a4", "onnx@1.31.1", TestServer.PathOf("mlp.pt2"), "a torch.export archive", "framework \"torch\""),
            ("b1", "mlnet", folder.Write("b1.zip", zip[..(zip.Length / 2)]), "cut or damaged", "copy the file again"),
            ("b2", "torch", folder.Write("b2.pt2", pt2[..(pt2.Length / 2)]), "cut or damaged", "Copy or export it again"),
            ("c1", "torch", TestServer.PathOf("torchscript.pt"), "a TorchScript archive", "torch.export.save("),
            ("c2", "torch", TestServer.PathOf("old26.pt2"), "that PyTorch up to 2.7 wrote", "Export it again with PyTorch 2.8 or later"),
            ("d1", "mlnet", folder.Write("d1.zip", words), "is text", "fetch the file itself"),
            ("d2", "onnx@1.31.1", folder.Write("d2.onnx", words), "is text", "Fetch the file again"),
            ("d3", "torch", folder.Write("d3.pt2", words), "to be text", "git lfs pull"),
            ("e1", "onnx@1.31.1", folder.Write("e1.onnx", []), "an empty file", "Fetch the file again"),
        ];
        await using MceServer server = TestServer.CreateBuilder()
            .AddEndpoint("wrong", e =>
            {
                foreach ((string container, string framework, string path, _, _) in wrong) e.AddContainer(container, framework, path);
            })
            .Build();

        var error = await Assert.ThrowsAsync<MceException>(() => server.StartAsync());

        Assert.Equal(MceErrorCodes.ConfigurationInvalid, error.Code);
        Assert.Equal(wrong.Length, error.Errors.Count);
        Assert.All(wrong, w =>
        {
            MceException single = error.Errors.Single(e => e.Fields.GetValueOrDefault("container") == w.Container);
            Assert.Contains(single.Code, (string[])[MceErrorCodes.ModelInvalid, MceErrorCodes.ModelUnsupported]);
            Assert.Contains(w.Path, single.Message, StringComparison.Ordinal);
            Assert.Contains(w.SeemsToBe, single.Message, StringComparison.Ordinal);
            Assert.Contains(w.Cure, single.Message, StringComparison.Ordinal);
            Assert.Contains(single.Message, error.Message, StringComparison.Ordinal);
        });
        Assert.False(server.IsReady);

        await using MceServer next = TestServer.CreateBuilder()
            .AddEndpoint("right", e => e
                .AddContainer("mlnet", "mlnet", TestServer.PathOf("numeric.zip"))
                .AddContainer("onnx", "onnx@1.31.1", TestServer.PathOf("matmul.onnx"))
                .AddContainer("torch", "torch", TestServer.PathOf("mlp.pt2")))
            .Build();
        await next.StartAsync();
        Assert.True(next.IsReady);
    }
}
