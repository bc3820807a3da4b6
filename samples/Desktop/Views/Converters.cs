using Avalonia.Data.Converters;
using Avalonia.Styling;
using Desktop.ViewModels;

namespace Desktop.Views;

internal static class Converters
{
    public static FuncValueConverter<ThemeChoice, ThemeVariant> ThemeVariant { get; } = new(choice => choice switch
    {
        ThemeChoice.Light => Avalonia.Styling.ThemeVariant.Light,
        ThemeChoice.Dark => Avalonia.Styling.ThemeVariant.Dark,
        _ => Avalonia.Styling.ThemeVariant.Default, // as the system has it
    });
}
