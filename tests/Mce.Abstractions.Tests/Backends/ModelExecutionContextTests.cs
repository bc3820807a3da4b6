namespace Mce.Abstractions.Tests.Backends;

public sealed class ModelExecutionContextTests
{
    private readonly ModelExecutionContext _context = new(new ModelSignature(
        [new TensorSpec("a", TensorElementType.Float32, [2]), new TensorSpec("b", TensorElementType.Float32, [2], isOptional: true)],
        [new TensorSpec("x", TensorElementType.Float32, [2]), new TensorSpec("y", TensorElementType.Float32, [TensorDimension.Dynamic()])]));

    [Fact]
    public void AllocateOutput_NothingGiven_FromTheAllocator()
    {
        var allocator = new KeepingAllocator();
        var context = new ModelExecutionContext(_context.Signature, allocator);

        InferenceTensor output = context.AllocateOutput(1, TensorElementType.Float32, [3]);

        Assert.Same(Assert.Single(allocator.Made), output);
        Assert.Same(output, context.TakeOutput(1));
        Assert.False(output.IsDisposed);
        Assert.False(context.HasOutput(1));
    }

    [Fact]
    public void AllocateOutput_Twice_DisposesTheFirst()
    {
        InferenceTensor first = _context.AllocateOutput(0, TensorElementType.Float32, [2]);
        InferenceTensor second = _context.AllocateOutput(0, TensorElementType.Float32, [2]);

        Assert.True(first.IsDisposed);
        Assert.Same(second, _context.TakeOutput(0));
    }

    [Fact]
    public void AllocateOutput_AllocatorThrowsTheSecondTime_NoDisposedOutputLeft()
    {
        var allocator = new KeepingAllocator();
        var context = new ModelExecutionContext(_context.Signature, allocator);
        context.AllocateOutput(0, TensorElementType.Float32, [2]);
        allocator.IsEmpty = true;

        Assert.Throws<InvalidOperationException>(() => context.AllocateOutput(0, TensorElementType.Float32, [2]));
        Assert.False(context.HasOutput(0));
    }

    [Fact]
    public void AllocateOutput_Preallocated_ReturnsItAndResetKeepsIt()
    {
        using InferenceTensor own = InferenceTensor.Create<float>(2);
        _context.SetPreallocatedOutput(0, own);

        Assert.Same(own, _context.GetPreallocatedOutput(0));
        Assert.Null(_context.GetPreallocatedOutput(1));
        Assert.Same(own, _context.AllocateOutput(0, TensorElementType.Float32, [2]));
        _context.Reset();
        Assert.False(own.IsDisposed);
        Assert.Null(_context.GetPreallocatedOutput(0));
    }

    [Theory]
    [InlineData(TensorElementType.Float32, 3)]
    [InlineData(TensorElementType.Int32, 2)]
    public void AllocateOutput_PreallocatedOfOtherShape_Refused(TensorElementType type, long length)
    {
        using InferenceTensor own = InferenceTensor.Create<float>(2);
        _context.SetPreallocatedOutput(1, own);

        var error = Assert.Throws<MceException>(() => _context.AllocateOutput(1, type, [length]));

        Assert.Equal(MceErrorCodes.TensorShapeMismatch, error.Code);
        Assert.Equal(("y", "float32[2]"), (error.Fields["name"], error.Fields["given"]));
        Assert.False(own.IsDisposed);
    }

    [Fact]
    public void SetOutput_AnInput_IsRefusedAndStaysTheCallers()
    {
        using InferenceTensor input = InferenceTensor.Create<float>(1);
        _context.SetInput(0, input);

        Assert.Throws<InvalidOperationException>(() => _context.SetOutput(0, input));

        Assert.False(input.IsDisposed);
    }

    [Fact]
    public void SetOutput_Preallocated_CopiesAndDisposesTheGivenOne()
    {
        using InferenceTensor own = InferenceTensor.Create<float>(2);
        InferenceTensor made = InferenceTensor.FromArray(new[] { 1f, 2f }, 2);
        _context.SetPreallocatedOutput(0, own);

        _context.SetOutput(0, made);

        Assert.True(made.IsDisposed);
        Assert.Same(own, _context.TakeOutput(0));
        Assert.Equal([1f, 2f], own.ToArray<float>());
    }

    [Fact]
    public void SetOutput_PreallocatedOfOtherShape_RefusedAndGivenOneDisposed()
    {
        using InferenceTensor own = InferenceTensor.Create<float>(2);
        InferenceTensor made = InferenceTensor.Create<float>(3);
        _context.SetPreallocatedOutput(1, own);

        Assert.Equal(MceErrorCodes.TensorShapeMismatch, Assert.Throws<MceException>(() => _context.SetOutput(1, made)).Code);
        Assert.True(made.IsDisposed);
        Assert.False(own.IsDisposed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SetOutput_TheTensorThatWasAllocated_StaysAlive(bool preallocated)
    {
        using InferenceTensor own = InferenceTensor.Create<float>(2);
        if (preallocated) _context.SetPreallocatedOutput(0, own);
        InferenceTensor allocated = _context.AllocateOutput(0, TensorElementType.Float32, [2]);

        _context.SetOutput(0, allocated);

        Assert.False(allocated.IsDisposed);
        Assert.Same(allocated, _context.TakeOutput(0));
    }

    [Fact]
    public void SetPreallocatedOutput_Null_Refused() => Assert.Throws<ArgumentNullException>(() => _context.SetPreallocatedOutput(0, null!));

    [Fact]
    public void TakeOutput_NotSet_NamesTheOutput()
    {
        var error = Assert.Throws<MceException>(() => _context.TakeOutput(1));

        Assert.Equal((MceErrorCodes.ModelFailed, "y"), (error.Code, error.Fields["name"]));
    }

    [Fact]
    public void Reset_Used_ForgetsInputsAndDisposesOutputs()
    {
        using InferenceTensor input = InferenceTensor.Create<float>(2);
        _context.SetInput(0, input);
        _context.CancellationToken = new CancellationToken(canceled: true);
        InferenceTensor output = _context.AllocateOutput(0, TensorElementType.Float32, [2]);

        _context.Reset();

        Assert.Null(_context.GetInput(0));
        Assert.False(_context.HasOutput(0));
        Assert.False(_context.CancellationToken.IsCancellationRequested);
        Assert.True(output.IsDisposed);
        Assert.False(input.IsDisposed);
    }

    [Fact]
    public void Reset_OutputTaken_LeftToItsTaker()
    {
        _context.AllocateOutput(0, TensorElementType.Float32, [2]);
        using InferenceTensor taken = _context.TakeOutput(0);

        _context.Reset();

        Assert.False(taken.IsDisposed);
    }

    [Fact]
    public void Call_PreallocatedOutput_AllocatesNothing()
    {
        using InferenceTensor input = InferenceTensor.Create<float>(2), own = InferenceTensor.Create<float>(2);
        for (int i = 0; i < 3; i++) Call(input, own);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Call(input, own);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Call(InferenceTensor input, InferenceTensor output)
    {
        _context.SetInput(0, input);
        _context.SetPreallocatedOutput(0, output);
        // Not [2]: without optimization a span over a constant costs 72 bytes of the runtime's own.
        _context.GetInput(0)!.AsReadOnlySpan<float>().CopyTo(_context.AllocateOutput(0, TensorElementType.Float32, input.Dimensions).AsSpan<float>());
        _context.TakeOutput(0);
        _context.Reset();
    }

    private sealed class KeepingAllocator : OutputAllocator
    {
        public List<InferenceTensor> Made { get; } = [];

        public bool IsEmpty { get; set; }

        public override InferenceTensor Allocate(int slot, TensorElementType elementType, ReadOnlySpan<long> dimensions)
        {
            if (IsEmpty) throw new InvalidOperationException("Empty.");
            Made.Add(InferenceTensor.Create(elementType, dimensions));
            return Made[^1];
        }
    }
}
