using System.Text;
using Mce.Plugins.Torch.Graph;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch.Operators;

/// <summary>Operators that handlers are made of. Arguments named <c>owned</c> are consumed; the others stay the caller's.</summary>
internal static unsafe class Aten
{
    /// <summary>Calls an operator. The arguments in the stack are consumed, also when the call fails.</summary>
    /// <param name="name">As a UTF-8 literal, which the compiler ends with a zero byte.</param>
    /// <param name="overload">The same.</param>
    /// <param name="stack">The encoded arguments, at least as many as the results.</param>
    /// <returns>The first result.</returns>
    public static nint Call(ReadOnlySpan<byte> name, ReadOnlySpan<byte> overload, params Span<ulong> stack)
    {
        byte end = 0;
        fixed (byte* namePointer = name, overloadPointer = overload)
        fixed (ulong* slots = stack)
        {
            // Pinning an empty span gives null, where libtorch wants an empty string.
            if (StableAbi.CallDispatcher(namePointer, overload.IsEmpty ? &end : overloadPointer, slots, StableAbi.Version) != 0)
                throw new NativeCallException(Encoding.UTF8.GetString(name));
            return (nint)slots[0];
        }
    }

    public static ulong Share(nint tensor) => (ulong)TensorHandle.Duplicate(tensor);

    public static nint Cast(nint owned, int scalarType) =>
        Call("aten::to"u8, "dtype"u8, (ulong)owned, (ulong)scalarType, 0, 0, 0);

    public static nint Contiguous(nint tensor) => Call("aten::contiguous"u8, ""u8, Share(tensor), 0);

    public static nint Multiply(nint tensor, Number factor) =>
        Call("aten::mul"u8, "Tensor"u8, Share(tensor), (ulong)factor.ToTensorBeside(tensor));

    public static nint Greater(nint tensor, Number bound) =>
        Call("aten::gt"u8, "Tensor"u8, Share(tensor), (ulong)bound.ToTensorBeside(tensor));

    public static nint Where(nint ownedCondition, nint ownedSelf, nint ownedOther) =>
        Call("aten::where"u8, "self"u8, (ulong)ownedCondition, (ulong)ownedSelf, (ulong)ownedOther);

    /// <summary>Writes elements into a tensor and gives the tensor back.</summary>
    public static nint CopyInto(nint tensor, nint ownedSource) =>
        Call("aten::copy_"u8, ""u8, Share(tensor), (ulong)ownedSource, 0);

    /// <summary>Sets every element of an owned tensor.</summary>
    public static nint Fill(nint owned, Number value) =>
        Call("aten::fill_"u8, "Tensor"u8, (ulong)owned, (ulong)value.ToTensor(TensorHandle.ScalarType(owned)));

    /// <summary>An encoded list without elements.</summary>
    public static ulong EmptyList()
    {
        nint list;
        TensorHandle.Check(StableAbi.NewList(0, &list), "torch_new_list_reserve_size");
        return (ulong)list;
    }

    /// <summary>An encoded list of one integer.</summary>
    public static ulong IntegerList(long value)
    {
        nint list;
        TensorHandle.Check(StableAbi.NewList(1, &list), "torch_new_list_reserve_size");
        TensorHandle.Check(StableAbi.ListPushBack(list, (ulong)value), "torch_list_push_back");
        return (ulong)list;
    }

    /// <summary>An encoded list of tensors.</summary>
    public static ulong TensorList(nint owned, nint ownedSecond)
    {
        nint list;
        TensorHandle.Check(StableAbi.NewList(2, &list), "torch_new_list_reserve_size");
        TensorHandle.Check(StableAbi.ListPushBack(list, (ulong)owned), "torch_list_push_back");
        TensorHandle.Check(StableAbi.ListPushBack(list, (ulong)ownedSecond), "torch_list_push_back");
        return (ulong)list;
    }

    /// <summary>A tensor without defined elements.</summary>
    /// <param name="size">An encoded list of dimensions.</param>
    /// <param name="scalarType">The element type.</param>
    public static nint Empty(ulong size, int scalarType) =>
        Call("aten::empty"u8, "memory_format"u8, size, OptionalOperand.Box((ulong)scalarType), 0, 0, 0, 0);
}
