using System.Text.Json;
using Mce.Benchmarks.BareCheck;
using Microsoft.ML.OnnxRuntime;

// What somebody would write who has ONNX Runtime and no library around it: a manifest in, "ok NAME" out.
string folder = Path.GetDirectoryName(Path.GetFullPath(args[0]))!;
using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(args[0]));
using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
int passed = 0, failed = 0;
foreach (JsonElement item in manifest.RootElement.EnumerateArray())
{
    bool same = Case.Run(item, folder, options);
    if (same) passed++;
    else failed++;
    Console.WriteLine($"{(same ? "ok" : "FAIL")} {item.GetProperty("name").GetString()}");
}

Console.WriteLine($"{passed} passed, {failed} failed");
return failed == 0 ? 0 : 1;
