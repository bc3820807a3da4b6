using Avalonia.Controls;

namespace Desktop.Views;

internal sealed partial class PluginsView : UserControl
{
    public PluginsView() => InitializeComponent();
}
