namespace Mce;

/// <summary>A limit and what sets it, in words.</summary>
internal readonly record struct Limit<T>(T Value, string Cause);
