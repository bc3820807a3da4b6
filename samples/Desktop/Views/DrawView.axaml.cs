using Avalonia.Controls;
using Avalonia.Input;
using Avalonia.Platform.Storage;
using Desktop.ViewModels;

namespace Desktop.Views;

internal sealed partial class DrawView : UserControl
{
    public DrawView()
    {
        InitializeComponent();
        DragDrop.SetAllowDrop(this, true);
        DragDrop.AddDropHandler(this, OnDrop);
    }

    private async void OnDrop(object? sender, DragEventArgs e)
    {
        if (DataContext is MainViewModel model && e.DataTransfer.TryGetFile() is IStorageFile file)
            await model.ShowImageAsync(() => ImageFile.ReadAsync(file.OpenReadAsync, file.Name));
    }
}
