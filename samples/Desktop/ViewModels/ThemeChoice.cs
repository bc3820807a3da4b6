namespace Desktop.ViewModels;

/// <summary>Which colours the window has.</summary>
internal enum ThemeChoice
{
    System,
    Light,
    Dark,
}
