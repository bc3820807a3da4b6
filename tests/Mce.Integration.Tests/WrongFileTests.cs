using System.Text;

namespace Mce.Integration.Tests;

public sealed class WrongFileTests
{
    [Fact]
    public async Task Start_FilesOfTheWrongKind_ReportsAllAtOnceAndServesOthersAfterwards()
    {
        using var folder = new TemporaryFolder();
        byte[] zip = File.ReadAllBytes(TestServer.PathOf("numeric.zip")), pt2 = File.ReadAllBytes(TestServer.PathOf("mlp.pt2"));
        byte[] text = Encoding.UTF8.GetBytes("This is a text, and no model at all.\n");
        (string Container, string Framework, string Path, string SeemsToBe)[] wrong =
        [
            ("onnx-as-mlnet", "mlnet", TestServer.PathOf("matmul.onnx"), "ONNX"),
            ("onnx-as-torch", "torch", TestServer.PathOf("matmul.onnx"), "ONNX"),
            ("mlnet-as-onnx", "onnx@1.31.1", TestServer.PathOf("numeric.zip"), "ML.NET"),
            ("torch-as-onnx", "onnx@1.31.1", TestServer.PathOf("mlp.pt2"), "torch.export"),
            ("cut-mlnet", "mlnet", folder.Write("cut.zip", zip[..(zip.Length / 2)]), "zip"),
            ("cut-torch", "torch", folder.Write("cut.pt2", pt2[..(pt2.Length / 2)]), "zip"),
            ("torchscript", "torch", TestServer.PathOf("torchscript.pt"), "TorchScript"),
            ("old-torch", "torch", TestServer.PathOf("old26.pt2"), "2.6"),
            ("text-mlnet", "mlnet", folder.Write("text.zip", text), "text"),
            ("text-onnx", "onnx@1.31.1", folder.Write("text.onnx", text), "text"),
            ("text-torch", "torch", folder.Write("text.pt2", text), "text"),
            ("empty", "onnx@1.31.1", folder.Write("empty.onnx", []), "empty"),
        ];
        await using MceServer server = TestServer.CreateBuilder()
            .AddEndpoint("wrong", e =>
            {
                foreach ((string container, string framework, string path, _) in wrong) e.AddContainer(container, framework, path);
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
            Assert.Contains(w.SeemsToBe, single.Message, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(single.Message, error.Message.ReplaceLineEndings(), StringComparison.Ordinal);
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
