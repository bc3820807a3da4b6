using System.Runtime.InteropServices;

namespace Mce.Plugins.Torch.Native;

/// <summary>
/// PyTorch's stable C ABI (torch/csrc/stable/c/shim.h and torch/csrc/inductor/aoti_torch/c/shim.h) as function pointers.
/// Unless said otherwise a function returns 0, or 1 when it failed.
/// </summary>
/// <remarks>
/// The getters take some nanoseconds and never block, so they skip the runtime's transition, which would take as long.
/// Static because a process bears one libtorch only. Bound once by <see cref="LibTorch"/> before the first model is opened.
/// </remarks>
internal static unsafe class StableAbi
{
    public static delegate* unmanaged<byte*, byte*, ulong*, ulong, int> CallDispatcher;
    public static delegate* unmanaged<nuint, nint*, int> NewList;
    public static delegate* unmanaged<nint, ulong, int> ListPushBack;
    public static delegate* unmanaged<nint, nuint*, int> ListSize;
    public static delegate* unmanaged<nint, nuint, ulong*, int> ListGetItem;
    public static delegate* unmanaged<nint, int> DeleteList;
    public static delegate* unmanaged<byte*, nuint, nint*, int> NewString;
    public static delegate* unmanaged<nint, int> DeleteTensor;
    public static delegate* unmanaged[SuppressGCTransition]<nint, nint*, int> DuplicateTensor;
    public static delegate* unmanaged<void*, long, long*, long*, long, int, int, int, nint*, int> TensorFromBlob;
    public static delegate* unmanaged<nint, nint*, int> CloneTensor;
    public static delegate* unmanaged[SuppressGCTransition]<nint, long*, int> GetRank;
    public static delegate* unmanaged[SuppressGCTransition]<nint, long*, int> GetElementCount;
    public static delegate* unmanaged[SuppressGCTransition]<nint, long**, int> GetSizes;
    public static delegate* unmanaged[SuppressGCTransition]<nint, int*, int> GetScalarType;
    public static delegate* unmanaged[SuppressGCTransition]<nint, void**, int> GetDataPointer;
    public static delegate* unmanaged[SuppressGCTransition]<nint, byte*, int> IsContiguous;
    public static delegate* unmanaged<double, nint*, int> ScalarToDouble;
    public static delegate* unmanaged<float, nint*, int> ScalarToFloat;
    public static delegate* unmanaged<long, nint*, int> ScalarToLong;
    public static delegate* unmanaged<nint, nint, double, nint*, int> AddTensor;
    public static delegate* unmanaged<nint, double, nint*, int> PowTensorScalar;
    public static delegate* unmanaged<nint, nint, nint, nint, double, double, int> AddmmOut;
    public static delegate* unmanaged<nint, nint, nint, nint, double, double, int> BaddbmmOut;
    public static delegate* unmanaged[SuppressGCTransition]<byte, void> SetGradMode; // per thread; returns nothing
    public static delegate* unmanaged<int, void> SetThreadCount; // C++ symbol, null where it isn't exported

    /// <summary>The ABI's version, which <see cref="CallDispatcher"/> wants back.</summary>
    public static ulong Version { get; private set; }

    /// <summary>Takes the addresses from a loaded library.</summary>
    /// <exception cref="EntryPointNotFoundException">The library is older than the ABI.</exception>
    public static void Bind(nint library)
    {
        nint Export(string name) => NativeLibrary.GetExport(library, name);

        Version = ((delegate* unmanaged<ulong>)Export("aoti_torch_abi_version"))();
        CallDispatcher = (delegate* unmanaged<byte*, byte*, ulong*, ulong, int>)Export("torch_call_dispatcher");
        NewList = (delegate* unmanaged<nuint, nint*, int>)Export("torch_new_list_reserve_size");
        ListPushBack = (delegate* unmanaged<nint, ulong, int>)Export("torch_list_push_back");
        ListSize = (delegate* unmanaged<nint, nuint*, int>)Export("torch_list_size");
        ListGetItem = (delegate* unmanaged<nint, nuint, ulong*, int>)Export("torch_list_get_item");
        DeleteList = (delegate* unmanaged<nint, int>)Export("torch_delete_list");
        NewString = (delegate* unmanaged<byte*, nuint, nint*, int>)Export("torch_new_string_handle");
        DeleteTensor = (delegate* unmanaged<nint, int>)Export("aoti_torch_delete_tensor_object");
        DuplicateTensor = (delegate* unmanaged[SuppressGCTransition]<nint, nint*, int>)Export("aoti_torch_new_tensor_handle");
        TensorFromBlob = (delegate* unmanaged<void*, long, long*, long*, long, int, int, int, nint*, int>)Export("aoti_torch_create_tensor_from_blob");
        CloneTensor = (delegate* unmanaged<nint, nint*, int>)Export("aoti_torch_clone");
        GetRank = (delegate* unmanaged[SuppressGCTransition]<nint, long*, int>)Export("aoti_torch_get_dim");
        GetElementCount = (delegate* unmanaged[SuppressGCTransition]<nint, long*, int>)Export("aoti_torch_get_numel");
        GetSizes = (delegate* unmanaged[SuppressGCTransition]<nint, long**, int>)Export("aoti_torch_get_sizes");
        GetScalarType = (delegate* unmanaged[SuppressGCTransition]<nint, int*, int>)Export("aoti_torch_get_dtype");
        GetDataPointer = (delegate* unmanaged[SuppressGCTransition]<nint, void**, int>)Export("aoti_torch_get_data_ptr");
        IsContiguous = (delegate* unmanaged[SuppressGCTransition]<nint, byte*, int>)Export("aoti_torch_is_contiguous");
        ScalarToDouble = (delegate* unmanaged<double, nint*, int>)Export("aoti_torch_scalar_to_tensor_float64");
        ScalarToFloat = (delegate* unmanaged<float, nint*, int>)Export("aoti_torch_scalar_to_tensor_float32");
        ScalarToLong = (delegate* unmanaged<long, nint*, int>)Export("aoti_torch_scalar_to_tensor_int64");
        AddTensor = (delegate* unmanaged<nint, nint, double, nint*, int>)Export("aoti_torch_cpu_add_Tensor");
        PowTensorScalar = (delegate* unmanaged<nint, double, nint*, int>)Export("aoti_torch_cpu_pow_Tensor_Scalar");
        AddmmOut = (delegate* unmanaged<nint, nint, nint, nint, double, double, int>)Export("aoti_torch_cpu_addmm_out");
        BaddbmmOut = (delegate* unmanaged<nint, nint, nint, nint, double, double, int>)Export("aoti_torch_cpu_baddbmm_out");
        SetGradMode = (delegate* unmanaged[SuppressGCTransition]<byte, void>)Export("aoti_torch_grad_mode_set_enabled");

        string setThreads = OperatingSystem.IsWindows() ? "?set_num_threads@at@@YAXH@Z" : "_ZN2at15set_num_threadsEi";
        SetThreadCount = NativeLibrary.TryGetExport(library, setThreads, out nint address) ? (delegate* unmanaged<int, void>)address : null;
    }
}
