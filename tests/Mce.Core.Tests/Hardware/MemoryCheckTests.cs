namespace Mce.Core.Tests.Hardware;

public sealed class MemoryCheckTests
{
    private static readonly HardwareLimits TwoGiB = new() { Processors = 1, ProcessorsLimitedBy = "p", MemoryBytes = 2L << 30, MemoryLimitedBy = "the limit in /sys/fs/cgroup/memory.max" };

    [Theory]
    [InlineData(0)]
    [InlineData(2L << 30)]
    public void Check_Fits_Passes(long bytes) => MemoryCheck.Check(new EstimatingBackend(() => new(bytes)), new ModelSource("/m.onnx"), TwoGiB);

    [Fact]
    public void Check_CanNeverFit_NamesBothNumbersAndWhatLimits()
    {
        MceException error = Assert.Throws<MceException>(() => MemoryCheck.Check(new EstimatingBackend(() => new(5L << 29)), new ModelSource("/m.onnx"), TwoGiB));
        Assert.Equal(MceErrorCodes.LimitExceeded, error.Code);
        Assert.Contains("'/m.onnx' takes about 2.5 GiB of memory, and this process may use 2 GiB (the limit in /sys/fs/cgroup/memory.max).", error.Message, StringComparison.Ordinal);
        Assert.Equal(("2684354560", "2147483648"), (error.Fields["needed"], error.Fields["maximum"]));
    }

    [Fact]
    public void Check_NoEstimate_LeavesItToTheLoad() =>
        MemoryCheck.Check(new EstimatingBackend(() => throw new MceException(MceErrorCodes.ModelNotFound, "gone")), new ModelSource("/m.onnx"), TwoGiB);

    private sealed class EstimatingBackend(Func<ModelFootprint> estimate) : IBackend
    {
        public void Initialize(BackendContext context)
        {
        }

        public ModelFootprint EstimateFootprint(ModelSource source) => estimate();

        public IModel Load(ModelSource source, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
