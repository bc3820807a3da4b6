namespace Mce;

/// <summary>One execution context of a model.</summary>
/// <remarks>At most <see cref="IModel.MaxConcurrency"/> calls run at a time; none after <see cref="IDisposable.Dispose"/>, which
/// is called once and never during a call.</remarks>
public interface IModelInstance : IDisposable
{
    /// <summary>Runs the model once, synchronously, on the calling thread.</summary>
    /// <param name="context">Inputs (validated against the signature), token and outputs. Valid until the method returns.</param>
    /// <remarks>
    /// Each requested output is given by <see cref="ModelExecutionContext.AllocateOutput"/> or
    /// <see cref="ModelExecutionContext.SetOutput"/>. After an exception the instance must be usable again.
    /// </remarks>
    /// <exception cref="MceException">The model failed.</exception>
    /// <exception cref="OperationCanceledException">The context's token was cancelled and the run stopped early.</exception>
    void Execute(ModelExecutionContext context);
}
