namespace Mce;

/// <summary>An optional ability of a backend: to say what a model file holds without loading it. Thread-safe.</summary>
public interface IModelInspector
{
    /// <summary>Reads the file's outline. A model that can't be served is no error here: the report says why.</summary>
    /// <exception cref="MceException">
    /// <see cref="MceErrorCodes.ModelNotFound"/>, or <see cref="MceErrorCodes.ModelInvalid"/> for a file that is damaged or of
    /// another framework.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ModelOutline Inspect(ModelSource source, CancellationToken cancellationToken);
}
