using Avalonia;
using Avalonia.Controls.ApplicationLifetimes;
using Avalonia.Input;
using Avalonia.Markup.Xaml;
using CommunityToolkit.Mvvm.Input;
using Desktop.Digits;
using Desktop.ViewModels;
using Desktop.Views;

namespace Desktop;

internal sealed class App : Application
{
    public override void Initialize() => AvaloniaXamlLoader.Load(this);

    public override void OnFrameworkInitializationCompleted()
    {
        if (ApplicationLifetime is IClassicDesktopStyleApplicationLifetime desktop)
        {
            var window = new MainWindow();
            var model = new MainViewModel(new DigitReader(), new ImagePicker(window));
            window.DataContext = model;
            window.KeyBindings.Add(new KeyBinding { Gesture = new KeyGesture(Key.Q, KeyModifiers.Control), Command = new RelayCommand(window.Close) });
            desktop.MainWindow = window;
            // The window is there at once; the models come when they are loaded.
            window.Opened += async (_, _) => await StartAsync(model, desktop.Args ?? []);
            // The windows are gone: this thread may wait, but must not be the one that the disposal goes on with.
            desktop.Exit += (_, _) => Task.Run(async () => await model.DisposeAsync()).Wait();
        }

        base.OnFrameworkInitializationCompleted();
    }

    private static async Task StartAsync(MainViewModel model, IReadOnlyList<string> args)
    {
        Task starting = model.StartAsync();
        if (args is [string path, ..]) await model.ShowImageAsync(() => ImageFile.ReadAsync(path));
        await starting;
    }
}
