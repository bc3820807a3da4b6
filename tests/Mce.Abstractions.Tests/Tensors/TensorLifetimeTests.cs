using System.Buffers;
using System.Runtime.CompilerServices;

namespace Mce.Abstractions.Tests.Tensors;

public sealed unsafe class TensorLifetimeTests
{
    [Fact]
    public void Dispose_LastOfSeveralHolders_FreesOnce()
    {
        var memory = new CountingMemory(16);
        InferenceTensor tensor = InferenceTensor.FromMemory(TensorElementType.Float32, [2, 2], memory);
        InferenceTensor[] holders = [tensor.Share(), tensor.Reshape(4), tensor.Slice(0, 1, 1), tensor.Permute(1, 0)];
        TensorMemory acquired = tensor.AcquireMemory();

        tensor.Dispose();
        tensor.Dispose();
        foreach (InferenceTensor holder in holders) holder.Dispose();
        Assert.Equal(0, memory.Frees);

        acquired.Release();
        Assert.Equal(1, memory.Frees);
    }

    [Fact]
    public void Use_Disposed_Throws()
    {
        InferenceTensor tensor = InferenceTensor.Create<float>(2, 2);
        using InferenceTensor other = InferenceTensor.Create<float>(2, 2);
        tensor.Dispose();

        Assert.True(tensor.IsDisposed);
        Assert.Throws<ObjectDisposedException>(tensor.Share);
        Assert.Throws<ObjectDisposedException>(() => tensor.Reshape(4));
        Assert.Throws<ObjectDisposedException>(() => tensor.Slice(0, 0, 1));
        Assert.Throws<ObjectDisposedException>(() => tensor.Permute(1, 0));
        Assert.Throws<ObjectDisposedException>(tensor.ToContiguous);
        Assert.Throws<ObjectDisposedException>(() => tensor.CopyTo(other));
        Assert.Throws<ObjectDisposedException>(() => other.CopyTo(tensor));
        Assert.Throws<ObjectDisposedException>(() => { tensor.AsSpan<float>(); });
        Assert.Throws<ObjectDisposedException>(() => { tensor.AsReadOnlySpan<float>(); });
        Assert.Throws<ObjectDisposedException>(() => tensor.ToArray<float>());
        Assert.Throws<ObjectDisposedException>(() => { tensor.DangerousGetAddress(); });
        Assert.Throws<ObjectDisposedException>(() => tensor.Memory);
        Assert.Throws<ObjectDisposedException>(tensor.AcquireMemory);
        Assert.Equal("float32[2, 2]", tensor.ToString());
    }

    [Fact]
    public void CopyTo_Failed_LeavesTheCountsRight()
    {
        var memory = new CountingMemory(16);
        InferenceTensor source = InferenceTensor.FromMemory(TensorElementType.Float32, [4], memory);
        InferenceTensor gone = InferenceTensor.Create<float>(4);
        gone.Dispose();

        Assert.Throws<ObjectDisposedException>(() => source.CopyTo(gone));
        source.Dispose();

        Assert.Equal(1, memory.Frees);
    }

    [Fact]
    public void Dispose_WhileAnotherThreadAcquires_FreesOnceAndNeverUnderIt()
    {
        const int Rounds = 4000;
        CountingMemory memory = null!;
        InferenceTensor tensor = null!;
        int acquired = 0, refused = 0;

        InStep(Rounds,
            before: () =>
            {
                memory = new CountingMemory(8);
                tensor = InferenceTensor.FromMemory(TensorElementType.Int64, [1], memory);
            },
            first: () =>
            {
                try
                {
                    TensorMemory held = tensor.AcquireMemory();
                    Assert.Equal(0, memory.Frees);
                    acquired++;
                    held.Release();
                }
                catch (ObjectDisposedException)
                {
                    refused++;
                }
            },
            second: () => tensor.Dispose(),
            after: () => Assert.Equal(1, memory.Frees));

        Assert.Equal(Rounds, acquired + refused);
    }

    [Fact]
    public void AcquireMemory_OfATensorWhoseMemoryWasReused_NeverTakesTheNewOwners()
    {
        const int Rounds = 4000;
        var memory = new CountingMemory(8);
        InferenceTensor first = null!, second = null!;
        int taken = 0;

        InStep(Rounds,
            before: () =>
            {
                first = InferenceTensor.FromMemory(TensorElementType.Int64, [1], memory);
            },
            first: () =>
            {
                try
                {
                    TensorMemory held = first.AcquireMemory();
                    Interlocked.Increment(ref taken);
                    held.Release();
                }
                catch (ObjectDisposedException)
                {
                }
            },
            second: () => first.Dispose(),
            after: () =>
            {
                // As a pool: the same object serves the next tensor. The old one must not reach it.
                memory.ReviveForTest();
                second = InferenceTensor.FromMemory(TensorElementType.Int64, [1], memory);
                Assert.Throws<ObjectDisposedException>(first.AcquireMemory);
                int frees = memory.Frees;
                Assert.False(second.IsDisposed);
                second.Dispose();
                Assert.Equal(frees + 1, memory.Frees);
                memory.ReviveForTest();
            });

        Assert.InRange(taken, 0, Rounds);
    }

    [Fact]
    public void Dispose_FromTwoThreads_FreesOnce()
    {
        CountingMemory memory = null!;
        InferenceTensor tensor = null!;

        InStep(2000,
            before: () =>
            {
                memory = new CountingMemory(8);
                tensor = InferenceTensor.FromMemory(TensorElementType.Int64, [1], memory);
            },
            first: () => tensor.Dispose(),
            second: () => tensor.Dispose(),
            after: () => Assert.Equal(1, memory.Frees));
    }

    [Fact]
    public void Dispose_CallersMemory_UnpinsOnce()
    {
        using var manager = new PinCountingManager();
        InferenceTensor tensor = InferenceTensor.FromMemory(manager.Memory, 4);
        InferenceTensor share = tensor.Share();
        Assert.Equal((1, 0), (manager.Pins, manager.Unpins));

        tensor.Dispose();
        Assert.Equal(0, manager.Unpins);
        share.Dispose();
        Collect();

        Assert.Equal((1, 1), (manager.Pins, manager.Unpins));
    }

    [Fact]
    public void Finalizer_ForgottenTensor_Unpins()
    {
        using var manager = new PinCountingManager();
        Forget(manager);
        Collect();

        Assert.Equal((1, 1), (manager.Pins, manager.Unpins));
    }

    [Fact]
    public void Span_OverHeapMemory_KeepsItAlive()
    {
        // The span is an interior pointer into an array of the collector's; the tensor itself is forgotten.
        Span<int> span = FilledSpan();
        Collect();
        GC.KeepAlive(new byte[1 << 20]);

        Assert.All(span.ToArray(), v => Assert.Equal(42, v));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Span<int> FilledSpan()
    {
        Span<int> span = InferenceTensor.Create<int>(1000).AsSpan<int>();
        span.Fill(42);
        return span;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(PinCountingManager manager) => _ = InferenceTensor.FromMemory(manager.Memory, 4).ElementCount;

    private static void Collect()
    {
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>Runs two actions at once, again and again, with a gate around each round.</summary>
    private static void InStep(int rounds, Action before, Action first, Action second, Action after)
    {
        Exception? failure = null;
        using var gate = new Barrier(2);
        var other = new Thread(() =>
        {
            for (int i = 0; i < rounds; i++)
            {
                gate.SignalAndWait();
                second();
                gate.SignalAndWait();
            }
        });
        other.Start();
        for (int i = 0; i < rounds; i++)
        {
            if (failure is null) before();
            gate.SignalAndWait();
            failure ??= Record.Exception(first);
            gate.SignalAndWait();
            failure ??= Record.Exception(after);
        }

        other.Join();
        Assert.Null(failure);
    }

    private sealed class PinCountingManager : MemoryManager<int>
    {
        private readonly int[] _array = GC.AllocateArray<int>(4, pinned: true);

        public int Pins { get; private set; }

        public int Unpins { get; private set; }

        public override Span<int> GetSpan() => _array;

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            Pins++;
            return new MemoryHandle(Unsafe.AsPointer(ref _array[elementIndex]), default, this);
        }

        public override void Unpin() => Unpins++;

        protected override void Dispose(bool disposing)
        {
        }
    }
}
