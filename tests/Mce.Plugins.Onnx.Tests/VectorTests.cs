using Mce.OnnxVectors;

namespace Mce.Plugins.Onnx.Tests;

/// <summary>The committed vectors of the ONNX standard, through the library as a server calls it.</summary>
public sealed class VectorTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "TestModels", "onnx-vectors");

    public static TheoryData<string> Vectors => [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Run_Vector_AnswersAsTheStandardSays(string vector)
    {
        using var runner = new MceRunner();

        Assert.Null(Worker.Check(runner, Path.Combine(Folder, vector)));
    }

    [Fact]
    public void Run_VectorWithAnotherExpectation_Fails()
    {
        // A comparison that passes everything would pass the vectors too.
        DirectoryInfo copy = Directory.CreateTempSubdirectory("vector-");
        try
        {
            foreach (string file in Directory.GetFiles(Path.Combine(Folder, "test_cast_FLOAT_to_INT4"), "*", SearchOption.AllDirectories))
            {
                string target = Path.Combine(copy.FullName, Path.GetRelativePath(Path.Combine(Folder, "test_cast_FLOAT_to_INT4"), file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                byte[] content = File.ReadAllBytes(file);
                if (Path.GetFileName(file) == "output_0.pb") content[^1] ^= 0x01;
                File.WriteAllBytes(target, content);
            }

            using var runner = new MceRunner();
            Assert.StartsWith("output 0 of test_data_set_0", Worker.Check(runner, copy.FullName), StringComparison.Ordinal);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }
}
