using System.IO.Compression;
using Mce.Conformance;

namespace Mce.Plugins.MLNet.Tests;

/// <summary>The plugin, as the conformance suites need to know it.</summary>
public sealed class MLNetFixture : ConformanceFixture
{
    private const int SlowRows = 150_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mce-mlnet-conformance-");
    private readonly Lazy<(string[] Texts, float[] Scores)> _slow = new(RepeatCases);

    public override IReadOnlyList<string> KnownSettings => ["Outputs", "Keys", "Batch", "State", "Assemblies", "IntraOpThreads"];

    public override ConformanceModel Model => new(CommittedCases.PathOf("text"), batch =>
        CommittedCases.Read("text").Single(c => c.Inputs["Text"].Dimensions[0] == batch));

    // ML.NET can't be stopped within a row: one long batch, whatever size is asked for.
    public override ConformanceModel SlowModel => new(CommittedCases.PathOf("text"), _ => new ConformanceCase()
        .Give("Text", _slow.Value.Texts, SlowRows)
        .Expect("Score", _slow.Value.Scores, SlowRows));

    public override IEnumerable<WrongFile> WrongFiles
    {
        get
        {
            string onnx = Path.Combine(_folder.FullName, "model.onnx");
            File.WriteAllBytes(onnx, [0x08, 0x07, 0x12, 0x07, .. "pytorch"u8]);
            yield return new WrongFile(onnx, MceErrorCodes.ModelInvalid, "\"onnx\"");

            string part = Path.Combine(_folder.FullName, "part.zip");
            File.Copy(CommittedCases.PathOf("scalars"), part, overwrite: true);
            using (ZipArchive zip = ZipFile.Open(part, ZipArchiveMode.Update)) zip.GetEntry("TransformerChain/Transform_002/Model.key")!.Delete();
            yield return new WrongFile(part, MceErrorCodes.ModelInvalid, "can't open");
        }
    }

    public override IBackend CreateBackend() => new MLNetBackend();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Delete(recursive: true);
    }

    private static (string[] Texts, float[] Scores) RepeatCases()
    {
        using ConformanceCase source = CommittedCases.Read("text").MaxBy(c => c.Inputs["Text"].ElementCount)!;
        string[] texts = source.Inputs["Text"].ToArray<string>();
        float[] scores = source.Outputs["Score"].ToArray<float>();
        return ([.. Enumerable.Range(0, SlowRows).Select(i => texts[i % texts.Length])], [.. Enumerable.Range(0, SlowRows).Select(i => scores[i % scores.Length])]);
    }
}
