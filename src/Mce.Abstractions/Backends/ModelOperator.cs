namespace Mce;

/// <summary>One kind of operator (or transform) in a model.</summary>
/// <param name="Domain">Whose operator it is: <c>ai.onnx</c>, <c>com.microsoft</c>, <c>aten</c>, an assembly.</param>
/// <param name="Name">Its name, with the overload where the framework has such: <c>Conv</c>, <c>add.Tensor</c>.</param>
/// <param name="Count">How often it occurs, in sub-graphs too.</param>
/// <param name="Problem">Why it can't be run, or null when it can or nobody knows before loading.</param>
public sealed record ModelOperator(string Domain, string Name, int Count, string? Problem = null);
