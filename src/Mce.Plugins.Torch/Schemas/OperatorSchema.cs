namespace Mce.Plugins.Torch.Schemas;

/// <summary>One argument of an operator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsWritten">Whether the operator writes to it (<c>Tensor(a!)</c>).</param>
/// <param name="Default">The default as the schema writes it, or null when there is none.</param>
internal sealed record SchemaArgument(string Name, SchemaType Type, bool IsWritten, string? Default);

/// <summary>What one operator overload takes and returns.</summary>
/// <param name="Name">For example <c>add</c>.</param>
/// <param name="Overload">For example <c>Tensor</c>; empty for the default one.</param>
/// <param name="Arguments">In the order of the call.</param>
/// <param name="Results">In the order of the results.</param>
internal sealed record OperatorSchema(string Name, string Overload, SchemaArgument[] Arguments, SchemaType[] Results)
{
    /// <summary>The key of the operator, for example <c>add.Tensor</c>.</summary>
    public string Key => Overload.Length == 0 ? Name : $"{Name}.{Overload}";
}
