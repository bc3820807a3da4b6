namespace Mce.Plugins.Torch.Graph;

/// <summary>An operator is about to write to an input: the run starts again over copies of the inputs.</summary>
internal sealed class InputWriteException : Exception;
