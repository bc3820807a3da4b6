namespace Mce.Plugins.Onnx.Files;

/// <summary>A tensor whose elements lie in another file.</summary>
/// <param name="Name">Its name, or empty.</param>
/// <param name="Location">The file, as the model names it.</param>
/// <param name="Offset">Where its bytes start.</param>
/// <param name="Length">How many there are: what the model says, else what the dimensions need.</param>
internal readonly record struct ExternalTensor(string Name, string Location, long Offset, long Length);
