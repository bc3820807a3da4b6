using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mce.Plugins.Torch.Native;

/// <summary>What can be done with libtorch's tensor handles. A handle is an owned reference: every one is deleted or consumed once.</summary>
internal static unsafe class TensorHandle
{
    private const int CpuDevice = 0;
    private const int NoDeviceIndex = -1;

    /// <summary>A second reference to the same tensor.</summary>
    public static nint Duplicate(nint tensor)
    {
        nint copy;
        Check(StableAbi.DuplicateTensor(tensor, &copy), "aoti_torch_new_tensor_handle");
        return copy;
    }

    /// <summary>A tensor with the same elements in memory of its own.</summary>
    public static nint Clone(nint tensor)
    {
        nint copy;
        Check(StableAbi.CloneTensor(tensor, &copy), "aoti_torch_clone");
        return copy;
    }

    public static void Delete(nint tensor)
    {
        if (tensor != 0) _ = StableAbi.DeleteTensor(tensor);
    }

    /// <summary>A tensor over memory that somebody else owns and keeps.</summary>
    public static nint FromMemory(void* data, ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides, long storageOffset, int scalarType)
    {
        long nothing = 0;
        nint tensor;
        // Empty tensors and scalars: libtorch wants addresses that aren't null, and reads nothing through them.
        if (data is null) data = EmptyTensorData;
        fixed (long* sizePointer = sizes, stridePointer = strides)
        {
            int result = StableAbi.TensorFromBlob(
                data, sizes.Length, sizePointer is null ? &nothing : sizePointer, stridePointer is null ? &nothing : stridePointer,
                storageOffset, scalarType, CpuDevice, NoDeviceIndex, &tensor);
            Check(result, "aoti_torch_create_tensor_from_blob");
        }

        return tensor;
    }

    /// <summary>The dimensions, in memory of the tensor's: valid while it lives.</summary>
    public static ReadOnlySpan<long> Sizes(nint tensor)
    {
        long* sizes;
        Check(StableAbi.GetSizes(tensor, &sizes), "aoti_torch_get_sizes");
        return new ReadOnlySpan<long>(sizes, Rank(tensor));
    }

    public static int Rank(nint tensor)
    {
        long rank;
        Check(StableAbi.GetRank(tensor, &rank), "aoti_torch_get_dim");
        return (int)rank;
    }

    public static long ElementCount(nint tensor)
    {
        long count;
        Check(StableAbi.GetElementCount(tensor, &count), "aoti_torch_get_numel");
        return count;
    }

    public static int ScalarType(nint tensor)
    {
        int type;
        Check(StableAbi.GetScalarType(tensor, &type), "aoti_torch_get_dtype");
        return type;
    }

    public static void* Data(nint tensor)
    {
        void* data;
        Check(StableAbi.GetDataPointer(tensor, &data), "aoti_torch_get_data_ptr");
        return data;
    }

    public static bool IsContiguous(nint tensor)
    {
        byte contiguous;
        Check(StableAbi.IsContiguous(tensor, &contiguous), "aoti_torch_is_contiguous");
        return contiguous != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(int result, string call)
    {
        if (result != 0) ThrowFailed(call);
    }

    private static void ThrowFailed(string call) => throw new NativeCallException(call);

    // One cache line that is never written to nor freed.
    private static readonly void* EmptyTensorData = NativeMemory.AlignedAlloc(64, 64);
}
