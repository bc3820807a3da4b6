using System.CommandLine;
using Mce.Cli.Running;
using Mce.Cli.TensorFiles;
using Mce.Cli.Terminal;

namespace Mce.Cli.Commands;

/// <summary><c>mce run MODEL</c>: one call of a model, from files to files.</summary>
internal static class RunCommand
{
    private static readonly Option<string[]> Input = new("--input", "-i")
    {
        Description = "The file of an input, by the input's name or position; repeat for more. FILE is .npy, .json or raw little-endian numbers, with the shape after a colon where the model leaves it open (FILE.bin:1x3x224x224).",
        HelpName = "NAME=FILE",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "The folder for the outputs, one .npy each (.json for bytes, and for text that ends with a zero) [default: they are only summed up].",
        HelpName = "DIR",
    };

    private const string Lesson = """
        Files are .npy (numpy.save), .json (nested lists, or an object with data, shape and datatype), or else raw little-endian numbers
        in the model's type. A raw file's length tells one open dimension; for more, give the shape after a colon.

        Examples:
          mce run model.onnx                                                which inputs does it need?
          mce run model.onnx --input pixels=image.npy --output out
          mce run model.pt2 --input 0=image.bin:1x3x224x224 --json          by position; raw, with its shape
          mce run text.zip --input Text=sentences.json --setting Batch=View

        Exit codes:
          0 it ran; 1 the model failed; 2 a file is missing or doesn't fit, or a name isn't an input.
        """;

    public static Command Create()
    {
        var command = new Verb("run", "Runs a model once, on inputs from files. Without inputs, says which it needs.", Lesson)
        {
            CommonOptions.Model,
            Input,
            Output,
            CommonOptions.Framework,
            CommonOptions.Setting,
            CommonOptions.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        string path = Path.GetFullPath(arguments.GetRequiredValue(CommonOptions.Model));
        string[] given = arguments.GetValue(Input) ?? [];
        TimeProvider time = TimeProvider.System;

        using NativeNoise? silence = NativeNoise.Silence(!arguments.GetValue(CommonOptions.Verbose));
        // One call: more instances, and a warm-up that a stateful model would remember, are of no use.
        await using ModelWorkbench workbench = Workbenches.Create(arguments, o => (o.DefaultInstanceCount, o.WarmUp) = (1, false));
        long began = time.GetTimestamp();
        await using OpenModel model = await workbench.OpenAsync(
            new ContainerConfig
            {
                Name = "model",
                Framework = arguments.GetValue(CommonOptions.Framework) ?? ModelWorkbench.FrameworkOf(path),
                ModelPath = path,
                Settings = CommonOptions.ReadSettings(arguments),
            },
            cancellationToken);
        double loading = time.GetElapsedTime(began).TotalMilliseconds;

        ModelSignature signature = model.Description.Signature;
        if (given.Length == 0 && signature.Inputs.Any(i => !i.IsOptional))
        {
            await arguments.InvocationConfiguration.Error.WriteAsync(RunText.Teach(path, signature));
            return ExitCode.Usage;
        }

        using RunInputs inputs = RunInputs.Read(given, signature);
        string? folder = CreateFolder(arguments.GetValue(Output));
        InferenceRequest request = model.CreateRequest();
        inputs.AddTo(request, signature);
        began = time.GetTimestamp();
        using InferenceResponse response = await model.InvokeAsync(request, cancellationToken);
        double running = time.GetElapsedTime(began).TotalMilliseconds;
        var report = new RunReport(path, model.Description.Framework, model.Description.FrameworkVersion, loading, running, Save(response, folder));
        string text = arguments.GetValue(CommonOptions.Json) ? CliJson.Write(report) : RunText.Format(report);
        await arguments.InvocationConfiguration.Output.WriteAsync(text);
        return ExitCode.Success;
    }

    private static string? CreateFolder(string? given)
    {
        if (given is null) return null;
        string path = Path.GetFullPath(given);
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The folder '{path}' (--output) can't be made: {e.Message}", e);
        }
    }

    private static OutputInfo[] Save(InferenceResponse response, string? folder)
    {
        var outputs = new OutputInfo[response.Count];
        IReadOnlyList<string> names = OutputFileNames.For(response.Specs.Select(s => s.Name));
        for (int slot = 0; slot < outputs.Length; slot++)
        {
            InferenceTensor tensor = response[slot];
            string? file = folder is null ? null : Path.Combine(folder, names[slot] + (FitsNumPy(tensor) ? ".npy" : ".json"));
            if (file is not null) TensorFile.Write(file, tensor);
            TensorSummary summary = TensorSummary.Of(tensor);
            outputs[slot] = new OutputInfo(
                response.Specs[slot].Name,
                Words.Of(tensor.ElementType),
                tensor.Dimensions.ToArray(),
                file,
                summary.Minimum,
                summary.Maximum,
                summary.Mean,
                summary.NotNumbers,
                summary.FirstValues);
        }

        return outputs;
    }

    // NumPy has no arrays of byte strings that may hold zeros, and takes zeros at the end of a text for padding.
    private static bool FitsNumPy(InferenceTensor tensor)
    {
        if (tensor.ElementType == TensorElementType.Bytes) return false;
        if (tensor.ElementType != TensorElementType.String) return true;
        using InferenceTensor packed = tensor.ToContiguous();
        foreach (string text in packed.AsReadOnlySpan<string>())
            if (text.EndsWith('\0')) return false;
        return true;
    }
}
