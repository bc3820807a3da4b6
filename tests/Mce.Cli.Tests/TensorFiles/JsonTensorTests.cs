using Mce.Cli.TensorFiles;
using Mce.Conformance;
using Newtonsoft.Json.Linq;

namespace Mce.Cli.Tests.TensorFiles;

public sealed class JsonTensorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> All => [.. NpyFiles.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void Write_EveryType_ComesBackAndIsTheProtocolsObject(string name)
    {
        using InferenceTensor tensor = NpyFiles.Expected(name);

        TensorFile.Write(_folder.At("x.json"), tensor);

        using InferenceTensor read = TensorFile.Read(_folder.At("x.json"), null);
        TensorAssert.Equal(tensor, read, name: name);
        var json = JObject.Parse(File.ReadAllText(_folder.At("x.json"))); // another reader of JSON than the one under test
        Assert.Equal(tensor.Dimensions.ToArray(), json["shape"]!.Values<long>());
        Assert.Equal(tensor.ElementCount, json["data"]!.Count());
    }

    [Fact]
    public void Read_NestedArrays_TakesTheTypeOfTheModel()
    {
        string path = _folder.Write("x.json", "[[1, 2.5, \"NaN\"], [\"-Infinity\", 4, 5e-3]]");

        using InferenceTensor read = TensorFile.Read(path, TensorSpec.OfAnyShape("x", TensorElementType.Float32));

        Assert.Equal([2L, 3L], read.Dimensions.ToArray());
        Assert.Equal([1f, 2.5f, float.NaN, float.NegativeInfinity, 4f, 0.005f], read.ToArray<float>());
    }

    [Fact]
    public void Read_LargeIntegers_AreNotRounded()
    {
        string path = _folder.Write("x.json", "{\"shape\":[3],\"datatype\":\"INT64\",\"data\":[9223372036854775807,-9223372036854775808,3.0]}");

        using InferenceTensor read = TensorFile.Read(path, null);

        Assert.Equal([long.MaxValue, long.MinValue, 3L], read.ToArray<long>());
    }

    [Theory]
    [InlineData("""{"datatype":"\ud800","data":[1]}""")]
    [InlineData("""{"\ud800":1,"data":[1]}""")]
    [InlineData("""["\ud800"]""")]
    public void Read_HalfASurrogatePair_Refused(string json)
    {
        string path = _folder.Write("x.json", json);

        var error = Assert.Throws<UsageException>(() => TensorFile.Read(path, TensorSpec.OfAnyShape("x", TensorElementType.Float32)));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BytesWanted_AreBase64()
    {
        string path = _folder.Write("x.json", "[\"AP8=\"]");

        using InferenceTensor read = TensorFile.Read(path, TensorSpec.OfAnyShape("x", TensorElementType.Bytes));

        Assert.Equal("00FF", Convert.ToHexString(read.ToArray<ReadOnlyMemory<byte>>()[0].Span));
    }

    [Theory]
    [InlineData("[128]", TensorElementType.Int8, "128")]
    [InlineData("[-1]", TensorElementType.UInt64, "-1")]
    [InlineData("[1.5]", TensorElementType.Int32, "1.5")]
    [InlineData("[1e40]", TensorElementType.Float32, "1e40")]
    [InlineData("[70000]", TensorElementType.Float16, "70000")]
    [InlineData("[1e400]", TensorElementType.Float64, "1e400")]
    [InlineData("[\"nan\"]", TensorElementType.Float64, "nan")]
    [InlineData("[1]", TensorElementType.Boolean, "true or false")]
    [InlineData("[1]", TensorElementType.String, "text")]
    [InlineData("[\"\\ud800\"]", TensorElementType.String, "text")]
    [InlineData("[null]", TensorElementType.Float32, "null")]
    [InlineData("[[1, 2], [3]]", TensorElementType.Float32, "array of 1")]
    [InlineData("[[1, 2], 3]", TensorElementType.Float32, "no box")]
    [InlineData("{\"shape\":[2],\"data\":[1]}", TensorElementType.Float32, "array of 1")]
    [InlineData("{\"shape\":[2,2],\"data\":[1]}", TensorElementType.Float32, "4 elements")]
    [InlineData("{\"shape\":[4611686018427387904,8],\"data\":[1]}", TensorElementType.Float32, "overflows")]
    [InlineData("{\"shape\":[-1],\"data\":[1]}", TensorElementType.Float32, "shape")]
    [InlineData("{\"datatype\":\"FP31\",\"data\":[1]}", TensorElementType.Float32, "FP31")]
    [InlineData("{\"shape\":[1]}", TensorElementType.Float32, "data")]
    [InlineData("[1", TensorElementType.Float32, "no valid JSON")]
    [InlineData("", TensorElementType.Float32, "no valid JSON")]
    public void Read_WrongContent_SaysWhatIsWrong(string content, TensorElementType type, string named)
    {
        string path = _folder.Write("x.json", content);

        string message = Assert.Throws<UsageException>(() => TensorFile.Read(path, TensorSpec.OfAnyShape("x", type))).Message;

        Assert.Contains("x.json", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Read_DeeplyNested_IsRefused()
    {
        string path = _folder.Write("x.json", new string('[', 100_000));

        Assert.Throws<UsageException>(() => TensorFile.Read(path, TensorSpec.OfAnyShape("x", TensorElementType.Float32)));
    }
}
