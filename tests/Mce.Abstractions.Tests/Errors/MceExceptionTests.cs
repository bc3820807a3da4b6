using System.Reflection;

namespace Mce.Abstractions.Tests.Errors;

public sealed class MceExceptionTests
{
    [Fact]
    public void Constructor_Single_KeepsEverything()
    {
        var cause = new InvalidOperationException("native");
        var error = new MceException(MceErrorCodes.ModelFailed, "It failed.", new Dictionary<string, string> { ["name"] = "x" }, cause, isTransient: true);

        Assert.Equal((MceErrorCodes.ModelFailed, "It failed.", "x", true), (error.Code, error.Message, error.Fields["name"], error.IsTransient));
        Assert.Same(cause, error.InnerException);
        Assert.Empty(error.Errors);
    }

    [Fact]
    public void Constructor_NoFields_EmptyAndNotTransient()
    {
        var error = new MceException(MceErrorCodes.Internal, "x");

        Assert.Empty(error.Fields);
        Assert.False(error.IsTransient);
        Assert.Throws<ArgumentException>(() => new MceException("", "x"));
    }

    [Fact]
    public void Constructor_Bundle_ListsEachAndIndentsLines()
    {
        MceException[] errors = [new(MceErrorCodes.SettingInvalid, "one\nsecond line"), new(MceErrorCodes.ModelNotFound, "two")];
        var bundle = new MceException(MceErrorCodes.ConfigurationInvalid, "2 mistakes:", errors);

        Assert.Equal(["2 mistakes:", "  - one", "    second line", "  - two"], bundle.Message.Split(Environment.NewLine));
        Assert.Equal(errors, bundle.Errors);
        Assert.Equal(errors, Assert.IsType<AggregateException>(bundle.InnerException).InnerExceptions.Cast<MceException>());
        Assert.False(bundle.IsTransient);
        Assert.Empty(bundle.Fields);
    }

    [Fact]
    public void Constructor_BundleOfOne_ItIsTheCause()
    {
        var only = new MceException(MceErrorCodes.ModelNotFound, "two");

        Assert.Same(only, new MceException(MceErrorCodes.ConfigurationInvalid, "1 mistake:", [only]).InnerException);
    }

    [Fact]
    public void Constructor_BundleOfNone_Refused()
    {
        Assert.Throws<ArgumentException>(() => new MceException(MceErrorCodes.ConfigurationInvalid, "0 mistakes:", Array.Empty<MceException>()));
        Assert.Throws<ArgumentNullException>(() => new MceException(MceErrorCodes.ConfigurationInvalid, "?", (IReadOnlyList<MceException>)null!));
    }

    [Fact]
    public void Codes_All_DistinctAndOfOneForm()
    {
        string[] codes = [.. typeof(MceErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];

        Assert.NotEmpty(codes);
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.All(codes, c => Assert.Matches("^[a-z]+\\.[a-z_]+$", c));
    }
}
