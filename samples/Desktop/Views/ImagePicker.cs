using Avalonia.Controls;
using Avalonia.Platform.Storage;
using Desktop.ViewModels;

namespace Desktop.Views;

/// <summary>The system's dialogue for opening a file.</summary>
internal sealed class ImagePicker(TopLevel window) : IImagePicker
{
    private static readonly FilePickerFileType Images = new("Images") { Patterns = ["*.png", "*.jpg", "*.jpeg", "*.bmp"], MimeTypes = ["image/png", "image/jpeg", "image/bmp"] };

    public async Task<byte[]?> PickAsync()
    {
        IReadOnlyList<IStorageFile> files = await window.StorageProvider.OpenFilePickerAsync(
            new FilePickerOpenOptions { Title = "Open an image of a digit", FileTypeFilter = [Images] });
        return files is [IStorageFile file, ..] ? await ImageFile.ReadAsync(file.OpenReadAsync, file.Name) : null;
    }
}
