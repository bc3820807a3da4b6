using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Mce.Plugins.Torch.Tests;

/// <summary>Archives that say of their weights what isn't so.</summary>
public sealed class HostileArchiveTests(TorchFixture fixture) : IClassFixture<TorchFixture>, IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"mce-{Guid.NewGuid():N}.pt2");

    [Theory]
    [InlineData("sizes", 1L << 12)]
    [InlineData("sizes", -1L)]
    [InlineData("strides", 1L << 40)]
    [InlineData("storage_offset", 1L << 20)]
    public void Load_ForgedWeightShape_ModelInvalidWithTheFilesName(string field, long value)
    {
        WriteWithWeight(meta => meta[field] = field == "storage_offset" ? Int(value) : new JsonArray([.. meta[field]!.AsArray().Select(_ => Int(value))]));

        MceException error = Assert.Throws<MceException>(() => Load(SizeLimits.Default));

        Assert.Equal(MceErrorCodes.ModelInvalid, error.Code);
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_StridesOfZeroOverAHugeShape_LimitExceeded()
    {
        WriteWithWeight(meta =>
        {
            meta["sizes"] = new JsonArray(Int(1L << 40), Int(1L << 20));
            meta["strides"] = new JsonArray(Int(0), Int(0));
        });

        MceException error = Assert.Throws<MceException>(() => Load(SizeLimits.Default));

        Assert.Equal(MceErrorCodes.LimitExceeded, error.Code);
        Assert.Equal(nameof(SizeLimits.MaxTensorBytes), error.Fields["limit"]);
    }

    [Theory]
    [InlineData(nameof(SizeLimits.MaxArchiveEntries))]
    [InlineData(nameof(SizeLimits.MaxArchiveBytes))]
    [InlineData(nameof(SizeLimits.MaxTensorBytes))]
    public void Load_LimitBelowTheModel_LimitExceededByName(string limit)
    {
        File.Copy(TestModels.Path("mlp.pt2"), _path);
        SizeLimits limits = limit switch
        {
            nameof(SizeLimits.MaxArchiveEntries) => new SizeLimits { MaxArchiveEntries = 3 },
            nameof(SizeLimits.MaxArchiveBytes) => new SizeLimits { MaxArchiveBytes = 1_000 },
            _ => new SizeLimits { MaxTensorBytes = 100 },
        };

        MceException error = Assert.Throws<MceException>(() => Load(limits));

        Assert.Equal(MceErrorCodes.LimitExceeded, error.Code);
        Assert.Equal(limit, error.Fields["limit"]);
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    // Each ended the process before it was refused.
    [InlineData("fractional_max_pool2d_backward", "training")]
    [InlineData("_remove_batch_dim", "internal")]
    public void Load_OperatorThatNoExportHolds_RefusedByName(string name, string reason)
    {
        Rewrite("models/model.json", root => root["graph_module"]!["graph"]!["nodes"]![0]!["target"] = $"torch.ops.aten.{name}.default");

        MceException error = Assert.Throws<MceException>(() => Load(SizeLimits.Default));

        Assert.Equal(MceErrorCodes.ModelUnsupported, error.Code);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private void Load(SizeLimits limits) => fixture.Backend.Load(new ModelSource(_path) { Limits = limits }, CancellationToken.None).Dispose();

    private void WriteWithWeight(Action<JsonNode> edit) =>
        Rewrite("data/weights/model_weights_config.json", root => edit(root["config"]!.AsObject().First(p => p.Value!["tensor_meta"]!["sizes"]!.AsArray().Count == 2).Value!["tensor_meta"]!));

    // The small writer of .NET: the archive is whole, and only what it says is wrong.
    private void Rewrite(string entry, Action<JsonNode> edit)
    {
        using ZipArchive source = ZipFile.OpenRead(TestModels.Path("mlp.pt2")), target = ZipFile.Open(_path, ZipArchiveMode.Create);
        foreach (ZipArchiveEntry part in source.Entries)
        {
            using var content = new MemoryStream();
            using (Stream stream = part.Open()) stream.CopyTo(content);
            byte[] bytes = content.ToArray();
            if (part.FullName.EndsWith("/" + entry, StringComparison.Ordinal))
            {
                JsonNode root = JsonNode.Parse(bytes)!;
                edit(root);
                bytes = System.Text.Encoding.UTF8.GetBytes(root.ToJsonString());
            }

            using Stream copy = target.CreateEntry(part.FullName, CompressionLevel.NoCompression).Open();
            copy.Write(bytes);
        }
    }

    private static JsonObject Int(long value) => new() { ["as_int"] = value };
}
