using System.Runtime.InteropServices;

namespace Mce.Core.Tests;

/// <summary>Native memory that remembers whether it was freed.</summary>
internal sealed unsafe class CountingMemory(int bytes) : TensorMemory(NativeMemory.AllocZeroed((nuint)bytes), bytes, TensorDevice.Cpu)
{
    public bool IsFreed { get; private set; }

    /// <summary>Called when it is freed, after it was.</summary>
    public Action? OnFree { get; init; }

    protected override void Free()
    {
        IsFreed = true;
        NativeMemory.Free(Address);
        OnFree?.Invoke();
    }
}
