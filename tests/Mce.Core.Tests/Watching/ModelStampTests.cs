using Mce.Core.Tests.Plugins;

namespace Mce.Core.Tests.Watching;

public sealed class ModelStampTests : IDisposable
{
    private static readonly DateTime Monday = new(2026, 11, 23, 8, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_NothingChanged_IsEqualAndSaysNothing()
    {
        string model = Write("m.onnx", 10);
        ModelStamp first = ModelStamp.Of(model), second = ModelStamp.Of(model);
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.Equal("", second.ChangesSince(first));
    }

    [Theory]
    [InlineData(11, 0, "m.onnx has 11 bytes instead of 10")]
    [InlineData(10, 1, "m.onnx was written again")]
    public void Of_FileReplaced_DiffersAndSaysHow(int length, int later, string expected)
    {
        string model = Write("m.onnx", 10);
        ModelStamp before = ModelStamp.Of(model);
        Write("m.onnx", length, later);
        Assert.NotEqual(before, ModelStamp.Of(model));
        Assert.Equal(expected, ModelStamp.Of(model).ChangesSince(before));
    }

    [Theory]
    [InlineData("m.onnx.data")]
    [InlineData("m.onnx_data")]
    [InlineData("m.onnx_data_1")]
    [InlineData("m.data")]
    [InlineData("m.bin")]
    [InlineData("m_weights.bin")]
    public void Of_WeightsBesideTheModel_AreOfIt(string weights)
    {
        string model = Write("m.onnx", 10);
        ModelStamp before = ModelStamp.Of(model);
        Write(weights, 5);
        Assert.Equal($"{weights} is new", ModelStamp.Of(model).ChangesSince(before));
    }

    [Theory]
    [InlineData("m.pt2")]
    [InlineData("m2.onnx")]
    [InlineData("m-head.onnx")]
    [InlineData("data.bin")]
    public void Of_OtherModelsBesideIt_AreNotOfIt(string other)
    {
        string model = Write("m.onnx", 10);
        ModelStamp before = ModelStamp.Of(model);
        Write(other, 5);
        Assert.Equal(before, ModelStamp.Of(model));
    }

    [Fact]
    public void Of_Folder_SeesFilesBelow()
    {
        string part = Write(Path.Combine("model", "deep", "part"), 3);
        string folder = Path.Combine(_folder.Path, "model");
        ModelStamp before = ModelStamp.Of(folder);
        File.Delete(part);
        Write(Path.Combine("model", "other"), 3);
        Assert.Equal($"{Path.Combine("deep", "part")} is gone; other is new", ModelStamp.Of(folder).ChangesSince(before));
    }

    [Fact]
    public void Of_LinkTurnedToAnotherFolder_Differs()
    {
        // As a mounted configuration map is updated: the path stays, a link in its middle is turned.
        Write(Path.Combine("one", "m.onnx"), 10);
        Write(Path.Combine("two", "m.onnx"), 10);
        string link = Path.Combine(_folder.Path, "current"), model = Path.Combine(link, "m.onnx");
        Directory.CreateSymbolicLink(link, Path.Combine(_folder.Path, "one"));
        ModelStamp before = ModelStamp.Of(model);
        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, Path.Combine(_folder.Path, "two"));
        Assert.NotEqual(before, ModelStamp.Of(model));
        Assert.Contains("leads to", ModelStamp.Of(model).ChangesSince(before), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NothingThere_DoesNotExist()
    {
        Assert.False(ModelStamp.Of(Path.Combine(_folder.Path, "none")).Exists);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "circle"), _folder.Path);
        Assert.False(ModelStamp.Of(_folder.Path).Exists);
    }

    [Fact]
    public void HasSameLengths_WrittenAgain_IsTrue()
    {
        string model = Write("m.onnx", 10);
        ModelStamp before = ModelStamp.Of(model);
        Write("m.onnx", 10, 1);
        Assert.True(ModelStamp.Of(model).HasSameLengths(before));
        Write("m.onnx", 11, 1);
        Assert.False(ModelStamp.Of(model).HasSameLengths(before));
    }

    private string Write(string name, int length, int minutesLater = 0)
    {
        string path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new byte[length]);
        File.SetLastWriteTimeUtc(path, Monday.AddMinutes(minutesLater));
        return path;
    }
}
