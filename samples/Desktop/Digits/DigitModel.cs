namespace Desktop.Digits;

/// <summary>A model that the window shows.</summary>
/// <param name="Container">Its container's name.</param>
/// <param name="Title">What people call its framework.</param>
/// <param name="File">Its file.</param>
internal sealed record DigitModel(string Container, string Title, string File);
