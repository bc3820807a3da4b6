namespace Mce.Integration.Host;

/// <summary>An endpoint called <c>example</c> with one input and one output, and requests whose answers are known.</summary>
internal abstract class Example
{
    public abstract MceServerBuilder CreateBuilder();

    /// <summary>One of the known requests. Its input is the caller's to dispose.</summary>
    public abstract InferenceRequest CreateRequest(int number, out InferenceTensor input);

    /// <summary>Memory for the answer to that request.</summary>
    public abstract InferenceTensor CreateOutput(int number);

    /// <summary>Throws unless the output is the right answer to that request.</summary>
    public abstract void Check(int number, InferenceTensor output);
}
