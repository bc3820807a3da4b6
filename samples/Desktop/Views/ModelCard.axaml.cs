using Avalonia.Controls;

namespace Desktop.Views;

internal sealed partial class ModelCard : UserControl
{
    public ModelCard() => InitializeComponent();
}
