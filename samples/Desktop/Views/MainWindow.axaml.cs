using Avalonia.Controls;

namespace Desktop.Views;

internal sealed partial class MainWindow : Window
{
    public MainWindow() => InitializeComponent();
}
