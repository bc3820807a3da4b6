namespace Mce;

/// <summary>One reason why a model can't be served.</summary>
/// <param name="Code">One of <see cref="MceErrorCodes"/>.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record ModelProblem(string Code, string Message);
