// What a start costs: `mce doctor`, which loads all plugins, against the least program that loads the same three frameworks.
//
//   dotnet run -c Release --project benchmarks/Mce.ColdStart [-- ROUNDS]
//
// Both are started in turn, so that a slow moment of the machine meets both; the figure is the ratio of the medians.
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;

if (args is ["bare"])
{
    _ = new MLContext(seed: 1);
    _ = OrtEnv.Instance().GetAvailableProviders();
    NativeLibrary.Load(Metadata("libtorch"));
    Console.WriteLine("ok");
    return 0;
}

if (!File.Exists(Metadata("libtorch")))
{
    Console.Error.WriteLine("The libtorch package isn't there: the bare program is for Linux on x64.");
    return 2;
}

int rounds = args is [{ } given] ? int.Parse(given, CultureInfo.InvariantCulture) : 15;
string self = Path.Combine(AppContext.BaseDirectory, "Mce.ColdStart.dll");
var bare = new List<double>();
var doctor = new List<double>();
for (int i = -1; i < rounds; i++)
{
    double first = await MeasureAsync(self, "bare");
    double second = await MeasureAsync(Metadata("mce"), "doctor");
    if (i < 0) continue; // the round that reads the files from the disk
    bare.Add(first);
    doctor.Add(second);
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bare       {Describe(bare)}"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mce doctor {Describe(doctor)}"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"doctor.cold_start {Median(doctor) / Median(bare):0.00}"));
return 0;

static async Task<double> MeasureAsync(string assembly, string argument)
{
    long began = TimeProvider.System.GetTimestamp();
    using Process process = Process.Start(new ProcessStartInfo("dotnet", [assembly, argument]) { RedirectStandardOutput = true })!;
    await process.StandardOutput.ReadToEndAsync();
    await process.WaitForExitAsync();
    double elapsed = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
    return process.ExitCode == 0 ? elapsed : throw new InvalidOperationException($"{assembly} {argument} ended with {process.ExitCode}.");
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

static string Describe(List<double> values) =>
    string.Create(CultureInfo.InvariantCulture, $"median {Median(values):0} ms, from {values.Min():0} to {values.Max():0} ms in {values.Count} runs");

static string Metadata(string key) => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
