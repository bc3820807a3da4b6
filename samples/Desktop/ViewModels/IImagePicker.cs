namespace Desktop.ViewModels;

/// <summary>Asks the person for an image.</summary>
internal interface IImagePicker
{
    /// <summary>The image as pixels of a board; null where they thought better of it.</summary>
    /// <exception cref="InvalidDataException">The file is no image that can be read.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    Task<byte[]?> PickAsync();
}
