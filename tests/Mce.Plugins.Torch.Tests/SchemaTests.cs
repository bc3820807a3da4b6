using Mce.Plugins.Torch.Archive;
using Mce.Plugins.Torch.Graph;
using Mce.Plugins.Torch.Native;
using Mce.Plugins.Torch.Operators;
using Mce.Plugins.Torch.Schemas;

namespace Mce.Plugins.Torch.Tests;

/// <summary>The table of operators.</summary>
public sealed class SchemaTests
{
    [Fact]
    public void Table_EveryOperator_CanBeRead()
    {
        Assert.InRange(SchemaTable.Count, 3000, 4000);
        foreach (string key in SchemaTable.Keys)
        {
            string[] parts = key.Split('.', 2);
            OperatorSchema schema = SchemaTable.Find(parts[0], parts.Length > 1 ? parts[1] : "")!;
            Assert.Equal(key, schema.Key);
            Assert.All(schema.Arguments, a => Assert.Matches("^[A-Za-z_][A-Za-z_0-9]*$", a.Name));
            foreach (SchemaArgument argument in schema.Arguments.Where(a => a.Default is not null && !a.Type.CannotPass)) Assert.NotNull(SchemaDefaults.Read(argument));
        }
    }

    [Fact]
    public void Handlers_EveryKey_IsAnOperator()
    {
        foreach (string key in OperatorHandlers.Keys.Concat(OperatorRewrites.Keys))
        {
            string[] parts = key.Split('.', 2);
            Assert.True(SchemaTable.Find(parts[0], parts.Length > 1 ? parts[1] : "") is not null, key);
        }
    }

    [Fact]
    public void Parse_Conv2d_TypesAndDefaults()
    {
        OperatorSchema schema = SchemaTable.Find("max_pool2d", "")!;

        Assert.Equal(["self", "kernel_size", "stride", "padding", "dilation", "ceil_mode"], schema.Arguments.Select(a => a.Name));
        Assert.Equal(new SchemaType(SchemaKind.List, new SchemaType(SchemaKind.Integer), 2), schema.Arguments[1].Type);
        Assert.Empty(Assert.IsType<GraphArgument.List>(SchemaDefaults.Read(schema.Arguments[2])).Items);
        Assert.Equal(SchemaKind.Tensor, Assert.Single(schema.Results).Kind);
    }

    [Theory]
    [InlineData("relu_", true)]
    [InlineData("relu", false)]
    public void Parse_WrittenArguments_Marked(string name, bool written) =>
        Assert.Equal(written, SchemaTable.Find(name, "")!.Arguments[0].IsWritten);

    [Fact]
    public void Parse_SeveralResults_Each()
    {
        Assert.Equal(3, SchemaTable.Find("lstm", "input")!.Results.Length);
        Assert.True(Assert.Single(SchemaTable.Find("split", "Tensor")!.Results).IsTensorList);
        Assert.Equal(2, SchemaTable.Find("topk", "")!.Results.Length);
    }

    [Fact]
    public void Create_ValueOfAnotherKind_RefusedBeforeNativeCode()
    {
        var integer = new SchemaType(SchemaKind.Integer);

        Assert.Throws<FormatException>(() => OperandFactory.Create(integer, new GraphArgument.Slot(0, SlotKind.Tensor), -1));
        Assert.Throws<FormatException>(() => OperandFactory.Create(integer, new GraphArgument.Text("1"), -1));
        Assert.Throws<FormatException>(() => OperandFactory.Create(new SchemaType(SchemaKind.Tensor), GraphArgument.None.Instance, -1));
        Assert.Throws<FormatException>(() => OperandFactory.Create(new SchemaType(SchemaKind.Device), new GraphArgument.Code(SchemaKind.Layout, 0), -1));
        Assert.Throws<NotSupportedException>(() => OperandFactory.Create(new SchemaType(SchemaKind.Scalar), new GraphArgument.Integer(1), -1));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("a line of something else", null)]
    [InlineData("[E1122 15:28:37.7 shim_common.cpp:507] Exception in aoti_torch: index out of range in self\nException raised from operator()\nframe #0: …", "index out of range in self")]
    [InlineData("x Exception in aoti_torch: one\ny Exception in aoti_torch: two", null)]
    public void OnlyReason_Text_TheOneReason(string? text, string? expected) => Assert.Equal(expected, NativeErrorText.OnlyReason(text));
}
