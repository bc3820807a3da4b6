using Mce.Plugins.Torch.Archive;
using Mce.Plugins.Torch.Graph;

namespace Mce.Plugins.Torch.Tests;

/// <summary>Programs that no exporter writes: they must be refused while loading, never run.</summary>
public sealed class CompilerTests
{
    [Theory]
    [InlineData("torch.ops.aten.from_file.default", "opens files")]
    [InlineData("torch.ops.aten.no_such_operator.default", "no_such_operator")]
    [InlineData("torch.ops.higher_order.cond", "higher_order.cond")]
    [InlineData("os.system", "os.system")]
    public void Compile_TargetThatIsNotServed_RefusedByName(string target, string mentions)
    {
        var error = Assert.Throws<MceException>(() => Compile(new GraphNode(target, [], [])));

        Assert.Equal(MceErrorCodes.ModelUnsupported, error.Code);
        Assert.Contains(mentions, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_ArgumentOfAnotherKind_Refused() =>
        Assert.Throws<FormatException>(() => Compile(new GraphNode("torch.ops.aten.relu.default", [new("self", new GraphArgument.Text("x"))], [])));

    [Fact]
    public void Compile_ArgumentMissing_Refused() =>
        Assert.Throws<FormatException>(() => Compile(new GraphNode("torch.ops.aten.relu.default", [], [])));

    [Fact]
    public void Compile_ArgumentUnknown_Refused() =>
        Assert.Throws<FormatException>(() => Compile(new GraphNode("torch.ops.aten.relu.default", [new("self", X), new("other", X)], [])));

    [Fact]
    public void Compile_ValueUsedBeforeItIsComputed_Refused() =>
        Assert.Throws<FormatException>(() => Compile(new GraphNode("torch.ops.aten.relu.default", [new("self", new GraphArgument.Reference("later"))], [])));

    [Fact]
    public void Compile_NumberNamedWhereATensorComes_Refused() =>
        Assert.Throws<FormatException>(() => Compile(new GraphNode("torch.ops.aten.relu.default", [new("self", X)], [new GraphResult(["n"], SlotKind.Integer)])));

    [Theory]
    [InlineData("_operator.add")]
    [InlineData("torch.ops.aten._assert_scalar.default")]
    public void Compile_TensorNamedWhereNoneComes_Refused(string target) => Assert.Throws<FormatException>(() => Compile(
        new GraphNode(target, [new("a", new GraphArgument.Integer(1)), new("b", new GraphArgument.Integer(2))], [new GraphResult(["t"], SlotKind.Tensor)]),
        new GraphNode("torch.ops.aten.relu.default", [new("self", new GraphArgument.Reference("t"))], [new GraphResult(["y"], SlotKind.Tensor)])));

    private static GraphArgument.Reference X => new("x");

    private static CompiledGraph? Compile(params GraphNode[] nodes)
    {
        var program = new ExportedProgram
        {
            TorchVersion = null,
            SchemaVersion = "8.0",
            Nodes = nodes,
            Inputs = [new ProgramInput(ProgramInputKind.User, "x")],
            Outputs = [X],
            OutputNames = null,
            Tensors = [],
            Symbols = [],
            Problems = new ModelProblems(),
        };
        CompiledGraph? graph = GraphCompiler.Compile(program);
        program.Problems.ThrowIfAny("test.pt2");
        return graph;
    }
}
