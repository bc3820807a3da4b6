using Mce.OnnxVectors;

if (args is ["--worker", string side]) return Worker.Run(side);
if (args.Length == 0 || args.Any(a => a is "-h" or "--help"))
{
    Console.WriteLine("""
        Runs the ONNX standard's test vectors through bare ONNX Runtime and through Mce, each in a process of its own, and compares both
        with what the vectors expect. Exit code 1 when bare ONNX Runtime passes a vector that Mce doesn't.

          Mce.OnnxVectors FOLDER... [--only TEXT] [--failures]

          FOLDER      searched for folders that hold a model.onnx and test_data_set_N
          --only      vectors whose path contains the text
          --failures  also list what both fail, with the reasons
        """);
    return args.Length == 0 ? 2 : 0;
}

int only = Array.IndexOf(args, "--only");
string filter = only >= 0 && only + 1 < args.Length ? args[only + 1] : "";
bool failures = args.Contains("--failures");
string[] roots = [.. args.Where((a, i) => !a.StartsWith("--", StringComparison.Ordinal) && (only < 0 || i != only + 1))];
string[] vectors = [.. roots
    .SelectMany(root => Directory.GetFiles(root, "model.onnx", SearchOption.AllDirectories))
    .Select(path => Path.GetDirectoryName(Path.GetFullPath(path))!)
    .Where(folder => folder.Contains(filter, StringComparison.Ordinal) && Directory.GetDirectories(folder, "test_data_set_*").Length > 0)
    .Order(StringComparer.Ordinal)];

Task<Outcome[]> bare = CheckAllAsync("bare"), mce = CheckAllAsync("mce");
return Report.Print(await bare, await mce, failures);

async Task<Outcome[]> CheckAllAsync(string runner)
{
    using var worker = new WorkerProcess(runner);
    var outcomes = new List<Outcome>();
    foreach (string vector in vectors) outcomes.Add(new Outcome(vector, await worker.CheckAsync(vector)));
    return [.. outcomes];
}
