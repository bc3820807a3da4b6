using System.Runtime.InteropServices;
using Mce.Core.Tests.Plugins;

namespace Mce.Core.Tests.WarmUps;

public sealed class WarmUpTests
{
    private static readonly MceOptions Options = new();

    [Fact]
    public void Run_NoConfiguration_RunsOnceOnZeros()
    {
        float[]? seen = null;
        ScriptedModel model = Spy(context => seen = context.GetInput(0)!.ToArray<float>());

        Assert.Null(Run(model, null));
        Assert.Equal([0f, 0f, 0f, 0f], seen!);
        Assert.Equal(1, model.Calls);
    }

    [Fact]
    public void Run_NoConfigurationAndTheModelFails_ReturnsWhy()
    {
        ScriptedModel model = Spy(_ => throw new InvalidOperationException("no such token"));
        Assert.Equal("no such token", Run(model, null)!.Message);
    }

    [Theory]
    [InlineData(false, ModelCapabilities.None)]
    [InlineData(true, ModelCapabilities.Stateful)]
    public void Run_SwitchedOffOrStateful_RunsNothing(bool isOn, ModelCapabilities capabilities)
    {
        var model = new ScriptedModel(ScriptedModel.Vector("x", "y"), _ => { }) { Capabilities = capabilities };
        WarmUp warmUp = WarmUp.For(model, null, new MceOptions { WarmUp = isOn }, SizeLimits.Default);
        using IModelInstance instance = model.CreateInstance();

        Assert.True(warmUp.IsEmpty);
        Assert.Null(warmUp.Run(instance, CancellationToken.None));
        Assert.Equal(0, model.Calls);
    }

    [Fact]
    public void Run_StatefulModelWithGivenRequests_RunsThem()
    {
        var model = new ScriptedModel(ScriptedModel.Vector("x", "y"), _ => { }) { Capabilities = ModelCapabilities.Stateful };
        Run(model, Config(new WarmUpRequest { Count = 3 }));
        Assert.Equal(3, model.Calls);
    }

    [Fact]
    public void Run_SeveralRequests_InOrderEachAsOftenAsItSays()
    {
        var batches = new List<long>();
        ScriptedModel model = Spy(context => batches.Add(context.GetInput(0)!.Dimensions[0]));
        Run(model, Config(Request(new WarmUpInput { Dimensions = [8, 4] }) with { Count = 2 }, Request(new WarmUpInput { Dimensions = [3, 4] })));
        Assert.Equal([8, 8, 3], batches);
    }

    [Fact]
    public void Run_RandomData_IsTheSameForEachReplicaAndWithinItsRange()
    {
        var seen = new List<float[]>();
        ScriptedModel model = Spy(context => seen.Add(context.GetInput(0)!.ToArray<float>()));
        WarmUp warmUp = For(model, Config(Request(new WarmUpInput { Dimensions = [16, 4], Data = "random" })));
        for (int i = 0; i < 2; i++)
        {
            using IModelInstance instance = model.CreateInstance();
            warmUp.Run(instance, CancellationToken.None);
        }

        Assert.Equal(seen[0], seen[1]);
        Assert.All(seen[0], x => Assert.InRange(x, 0f, 1f));
        Assert.True(seen[0].Distinct().Count() > 32);
    }

    [Theory]
    [InlineData(TensorElementType.Boolean)]
    [InlineData(TensorElementType.Int8)]
    [InlineData(TensorElementType.UInt8)]
    [InlineData(TensorElementType.Int16)]
    [InlineData(TensorElementType.UInt16)]
    [InlineData(TensorElementType.Int32)]
    [InlineData(TensorElementType.UInt32)]
    [InlineData(TensorElementType.Int64)]
    [InlineData(TensorElementType.UInt64)]
    [InlineData(TensorElementType.Float16)]
    [InlineData(TensorElementType.BFloat16)]
    [InlineData(TensorElementType.Float64)]
    public void Run_RandomDataOfAnyNumericType_IsFilled(TensorElementType type)
    {
        byte[] bytes = [];
        var model = new ScriptedModel(
            new ModelSignature([ScriptedModel.Spec("x", type, 64)], [Answer]),
            context => bytes = WarmUpData.Bytes(context.GetInput(0)!).ToArray());
        Run(model, Config(Request(new WarmUpInput { Data = "Random" })));
        Assert.Equal(64 * TensorElementTypes.SizeOf(type), bytes.Length);
        Assert.Contains(bytes, b => b != 0);
        if (type == TensorElementType.Int64) Assert.All(MemoryMarshal.Cast<byte, long>(bytes).ToArray(), v => Assert.InRange(v, 0, 1));
    }

    [Fact]
    public void Run_DataFromAFile_GivesItsElements()
    {
        using var folder = new TemporaryFolder();
        float[] elements = [1, -2, 3.5f, float.MaxValue];
        File.WriteAllBytes(Path.Combine(folder.Path, "x.raw"), MemoryMarshal.AsBytes(elements.AsSpan()).ToArray());
        float[]? seen = null;
        ScriptedModel model = Spy(context => seen = context.GetInput(0)!.ToArray<float>());

        Run(model, Config(Request(new WarmUpInput { Data = "x.raw" })), new MceOptions { BaseDirectory = folder.Path });
        Assert.Equal(elements, seen);
    }

    [Fact]
    public void Run_GivenTensor_IsUsedAndStaysTheCallers()
    {
        using InferenceTensor x = InferenceTensor.FromArray(new float[] { 4, 3, 2, 1 }, 1, 4);
        float[]? seen = null;
        ScriptedModel model = Spy(context => seen = context.GetInput(0)!.ToArray<float>());
        Run(model, Config(Request(new WarmUpInput { Tensor = x })));
        Assert.Equal([4f, 3f, 2f, 1f], seen!);
        Assert.False(x.IsDisposed);
    }

    [Fact]
    public void Run_InputsNotNamed_AreZerosAndOptionalOnesAreLeftOut()
    {
        string? shapes = null;
        var signature = new ModelSignature(
            [
                ScriptedModel.Spec("a", TensorElementType.Int64, TensorDimension.Dynamic("n", minimum: 2)),
                ScriptedModel.Spec("t", TensorElementType.String, 3),
                new TensorSpec("o", TensorElementType.Float32, [4], isOptional: true),
            ],
            [Answer]);
        var model = new ScriptedModel(signature, context => shapes = $"{context.GetInput(0)} {string.Join('|', context.GetInput(1)!.ToArray<string>())} {context.GetInput(2)}");
        Run(model, Config(new WarmUpRequest()));
        Assert.Equal("int64[2] || ", shapes);
    }

    [Fact]
    public void Run_GivenRequestFails_IsAnErrorWithItsPlaceAndTheModelsCode()
    {
        ScriptedModel failing = Spy(_ => throw new InvalidOperationException("index out of range"));
        MceException error = Assert.Throws<MceException>(() => Run(failing, Config(new WarmUpRequest())));
        Assert.Equal(MceErrorCodes.ModelFailed, error.Code);
        Assert.Contains("WarmUp[0]", error.Message, StringComparison.Ordinal);
        Assert.Contains("index out of range", error.Message, StringComparison.Ordinal);

        ScriptedModel refusing = Spy(_ => throw new MceException(MceErrorCodes.ModelUnsupported, "not this way"));
        Assert.Equal(MceErrorCodes.ModelUnsupported, Assert.Throws<MceException>(() => Run(refusing, Config(new WarmUpRequest()))).Code);
    }

    [Fact]
    public void Run_Cancelled_ThrowsThatAndNotAFailure()
    {
        using var cancellation = new CancellationTokenSource();
        ScriptedModel model = Spy(context =>
        {
            cancellation.Cancel();
            context.CancellationToken.ThrowIfCancellationRequested();
        });
        WarmUp zeros = For(model, null), given = For(model, Config(new WarmUpRequest()));
        using IModelInstance instance = model.CreateInstance();
        Assert.Throws<OperationCanceledException>(() => given.Run(instance, cancellation.Token));
        Assert.Throws<OperationCanceledException>(() => zeros.Run(instance, cancellation.Token));
    }

    [Fact]
    public void Run_AfterItEnded_ReleasesOutputsAndInputs()
    {
        var memory = new CountingMemory(16);
        var x = InferenceTensor.FromMemory(TensorElementType.Float32, [1, 4], memory);
        InferenceTensor? output = null;
        ScriptedModel model = Spy(context => output = context.AllocateOutput(0, TensorElementType.Float32, [1, 4]));
        Run(model, Config(Request(new WarmUpInput { Tensor = x })));
        Assert.True(output!.IsDisposed);
        Assert.False(memory.IsFreed);
        x.Dispose();
        Assert.True(memory.IsFreed);
    }

    private static Exception? Run(ScriptedModel model, WarmUpConfig? config, MceOptions? options = null)
    {
        WarmUp warmUp = WarmUp.For(model, config, options ?? Options, SizeLimits.Default);
        using IModelInstance instance = model.CreateInstance();
        return warmUp.Run(instance, CancellationToken.None);
    }

    private static WarmUp For(ScriptedModel model, WarmUpConfig? config) => WarmUp.For(model, config, Options, SizeLimits.Default);

    private static ScriptedModel Spy(Action<ModelExecutionContext> execute) => new(ScriptedModel.Vector("x", "y"), execute);

    private static WarmUpConfig Config(params WarmUpRequest[] requests) => new(requests);

    private static WarmUpRequest Request(WarmUpInput x) => new() { Inputs = new Dictionary<string, WarmUpInput> { ["x"] = x } };

    private static TensorSpec Answer => ScriptedModel.Spec("y", TensorElementType.Float32, 1);
}
