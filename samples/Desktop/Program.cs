using Avalonia;

namespace Desktop;

internal static class Program
{
    // usage: dotnet run --project samples/Desktop [-- IMAGE]
    [STAThread]
    public static int Main(string[] args) => BuildAvaloniaApp().StartWithClassicDesktopLifetime(args);

    // Designers of IDEs look for this method.
    public static AppBuilder BuildAvaloniaApp() => AppBuilder.Configure<App>().UsePlatformDetect().WithInterFont().LogToTrace();
}
