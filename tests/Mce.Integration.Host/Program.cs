using System.Globalization;
using Mce.Integration.Host;

// Each scenario is a life of its own: it ends with exit code 0, or with the exception that names what went wrong.
try
{
    switch (args)
    {
        case ["dispose", "pipeline", var rounds]:
            await DisposeScenario.RunAsync(new ExamplePipeline(), int.Parse(rounds, CultureInfo.InvariantCulture));
            return 0;
        case ["dispose", var model, var rounds]:
            await DisposeScenario.RunAsync(ExampleModel.Of(model), int.Parse(rounds, CultureInfo.InvariantCulture));
            return 0;
        case ["unload", var model]:
            await UnloadScenario.RunAsync(ExampleModel.Of(model));
            return 0;
        case ["unload-held", var model]:
            await UnloadScenario.RunWithHeldOutputAsync(ExampleModel.Of(model));
            return 0;
        case ["two-onnx"]:
            await TwoOnnxScenario.RunAsync();
            return 0;
        case ["onnx-in-mlnet"]:
            await OnnxInMLNetScenario.RunAsync();
            return 0;
        case ["second-libtorch", var pluginFolder, var libraryFolder]:
            await SecondLibTorchScenario.RunAsync(pluginFolder, libraryFolder);
            return 0;
        case ["doctor"]:
            await DoctorScenario.RunAsync();
            return 0;
        case ["hosted"]:
            await HostedScenario.RunAsync();
            return 0;
        default:
            Console.Error.WriteLine($"There is no scenario '{string.Join(' ', args)}'.");
            return 2;
    }
}
catch (Exception e)
{
    Console.Error.WriteLine(e);
    return 1;
}
