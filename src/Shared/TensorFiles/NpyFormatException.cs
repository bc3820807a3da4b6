namespace Mce.TensorFiles;

/// <summary>What is wrong with <c>.npy</c> content, to be put behind the name of what holds it: a predicate, and a sentence with the cure.</summary>
internal sealed class NpyFormatException(string predicate, string cure) : Exception($"{predicate}. {cure}")
{
    public static NpyFormatException BadHeader(string what) => new($"has a damaged .npy header: {what}", "Write it again with numpy.save.");

    public static NpyFormatException UnsupportedType(string what, string cure) => new($"holds {what}, which no tensor can have", cure);

    public static NpyFormatException EndsWithZero(string what) => new($"can't be written: {what} of the tensor ends with a zero, which .npy would drop", "JSON keeps it: write .json, or accept application/json.");
}
