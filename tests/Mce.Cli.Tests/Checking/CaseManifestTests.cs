using Mce.Cli.Checking;

namespace Mce.Cli.Tests.Checking;

public sealed class CaseManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_WholeCase_HasAbsolutePathsFromTheManifestsFolder()
    {
        string manifest = _folder.Write("cases.json", """
            [{"name":"n","model":"sub/m.onnx","framework":"onnx","inputs":{"x":"a.npy"},"outputs":{"0":"/b.npy"},"rtol":0.1,"atol":0,
              "settings":{"IntraOpThreads":2,"Spinning":false},"note":"passed over"}]
            """);

        CheckCase item = Assert.Single(CaseManifest.Read(manifest)).Case;

        Assert.Equal(("n", _folder.At("sub", "m.onnx"), "onnx"), (item.Name, item.Model, item.Framework));
        Assert.Equal([new CaseFile("x", _folder.At("a.npy"))], item.Inputs);
        Assert.Equal([new CaseFile("0", Path.GetFullPath("/b.npy"))], item.Outputs);
        Assert.Equal(new Tolerance(0.1, 0), item.Tolerance);
        Assert.Equal("2", item.Settings.GetString("IntraOpThreads"));
        Assert.False(item.Settings.GetBoolean("Spinning", true));
    }

    [Fact]
    public void Read_ObjectWithCases_IsAManifestToo()
    {
        string manifest = _folder.Write("cases.json", """{"cases":[{"name":"n","model":"m","inputs":{},"outputs":{}}]}""");

        Assert.Equal(new Tolerance(null, null), Assert.Single(CaseManifest.Read(manifest)).Case.Tolerance);
    }

    [Theory]
    [InlineData("", "no valid JSON: it is empty")]
    [InlineData("[]", "holds no cases")]
    [InlineData("{\"cases\":[]}", "holds no cases")]
    [InlineData("[\n {\"name\" 3}]", "line 2, byte 10")]
    [InlineData("[{]", "no valid JSON")]
    [InlineData("{}", "array of cases")]
    [InlineData("3", "array of cases")]
    [InlineData("[3]", "case 0")]
    [InlineData("[{\"model\":\"m\",\"inputs\":{},\"outputs\":{}}]", "\"name\"")]
    [InlineData("[{\"name\":\"n\",\"inputs\":{},\"outputs\":{}}]", "\"model\"")]
    [InlineData("[{\"name\":\"n\",\"model\":1,\"inputs\":{},\"outputs\":{}}]", "\"model\"")]
    [InlineData("[{\"name\":\"n\",\"model\":\"m\",\"outputs\":{}}]", "\"inputs\"")]
    [InlineData("[{\"name\":\"n\",\"model\":\"m\",\"inputs\":[],\"outputs\":{}}]", "\"inputs\"")]
    [InlineData("[{\"name\":\"n\",\"model\":\"m\",\"inputs\":{},\"outputs\":{\"y\":1}}]", "'y'")]
    [InlineData("[{\"name\":\"n\",\"model\":\"m\",\"inputs\":{\"x\":\"a\",\"x\":\"b\"},\"outputs\":{}}]", "twice")]
    [InlineData("[{\"name\":\"n\",\"model\":\"m\",\"inputs\":{},\"outputs\":{},\"rtol\":-1}]", "\"rtol\"")]
    [InlineData("[{\"name\":\"n\",\"model\":\"m\",\"inputs\":{},\"outputs\":{},\"atol\":\"1\"}]", "\"atol\"")]
    public void Read_WrongManifest_SaysWhereAndWhat(string content, string named)
    {
        string manifest = _folder.Write("cases.json", content);

        string message = Assert.Throws<UsageException>(() => CaseManifest.Read(manifest)).Message;

        Assert.Contains("cases.json", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_JsonThatBreaksOff_SpeaksOfNoReader()
    {
        string message = Assert.Throws<UsageException>(() => CaseManifest.Read(_folder.Write("cases.json", "[{]"))).Message;

        Assert.Contains("line 1, byte 3", message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tests/TestModels/onnx/add2.onnx", "is an ONNX model")]
    [InlineData("tests/TestModels/mlnet/numeric.zip", "is an ML.NET model")]
    public void Read_Model_SaysThatItIsOneAndWhatIsNeeded(string model, string kind)
    {
        string message = Assert.Throws<UsageException>(() => CaseManifest.Read(Cli.InRepository(model))).Message;

        Assert.Contains(kind, message, StringComparison.Ordinal);
        Assert.Contains("CASES.json", message, StringComparison.Ordinal);
    }
}
