namespace Mce.Abstractions.Tests.Backends;

public sealed class BackendSettingsTests
{
    private static BackendSettings Of(string name, string value) => new([new(name, value)]);

    [Fact]
    public void Get_NotSet_Default()
    {
        BackendSettings none = BackendSettings.Empty;

        Assert.Empty(none.Names);
        Assert.Equal(3, none.GetInt32("threads", 3, 1, 8));
        Assert.True(none.GetBoolean("fast", true));
        Assert.Equal(DayOfWeek.Friday, none.GetEnum("day", DayOfWeek.Friday));
        Assert.Equal("x", none.GetString("text", "x"));
        Assert.Null(none.GetString("text"));
    }

    [Fact]
    public void Get_SetInAnotherCase_Found()
    {
        var settings = new BackendSettings([new("Threads", "5"), new("FAST", "False"), new("day", "MONDAY"), new("Text", "abc")]);

        Assert.Equal(5, settings.GetInt32("threads", 1, 1, 8));
        Assert.False(settings.GetBoolean("fast", true));
        Assert.Equal(DayOfWeek.Monday, settings.GetEnum("Day", DayOfWeek.Friday));
        Assert.Equal("abc", settings.GetString("text"));
        Assert.Equal(["Threads", "FAST", "day", "Text"], settings.Names);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("8", true)]
    [InlineData("0", false)]
    [InlineData("9", false)]
    [InlineData("1.0", false)]
    [InlineData("many", false)]
    [InlineData("", false)]
    [InlineData("99999999999", false)]
    public void GetInt32_Text_ARangeBothEndsInclusive(string text, bool valid)
    {
        BackendSettings settings = Of("threads", text);
        if (valid)
        {
            Assert.Equal(text, $"{settings.GetInt32("threads", 4, 1, 8)}");
            return;
        }

        var error = Assert.Throws<MceException>(() => settings.GetInt32("threads", 4, 1, 8));
        Assert.Equal(MceErrorCodes.SettingInvalid, error.Code);
        Assert.Equal($"The setting 'threads' is '{text}'; it must be a whole number from 1 to 8 (default 4).", error.Message);
        Assert.Equal(("threads", text), (error.Fields["setting"], error.Fields["given"]));
    }

    [Fact]
    public void GetBooleanAndEnum_OtherText_RefusedWithTheChoices()
    {
        Assert.Contains("true or false (default true)", Assert.Throws<MceException>(() => Of("fast", "yes").GetBoolean("fast", true)).Message, StringComparison.Ordinal);
        Assert.Contains("Sunday, Monday", Assert.Throws<MceException>(() => Of("day", "Caturday").GetEnum("day", DayOfWeek.Friday)).Message, StringComparison.Ordinal);
        Assert.Throws<MceException>(() => Of("day", "1").GetEnum("day", DayOfWeek.Friday));
    }

    [Fact]
    public void ThrowIfUnknown_Misspelt_ListsWhatThereIs()
    {
        var error = Assert.Throws<MceException>(() => Of("treads", "1").ThrowIfUnknown("threads", "device"));

        Assert.Equal(MceErrorCodes.SettingInvalid, error.Code);
        Assert.Equal("There is no setting 'treads'. There are: threads, device.", error.Message);
        Assert.Equal("treads", error.Fields["setting"]);
        Assert.Contains("none", Assert.Throws<MceException>(() => Of("x", "1").ThrowIfUnknown()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThrowIfUnknown_KnownInAnyCase_Passes()
    {
        Of("THREADS", "1").ThrowIfUnknown("threads");
        BackendSettings.Empty.ThrowIfUnknown();
    }

    [Fact]
    public void Constructor_Values_Copied()
    {
        var values = new Dictionary<string, string> { ["a"] = "1" };
        var settings = new BackendSettings(values);
        values["a"] = "2";

        Assert.Equal("1", settings.GetString("a"));
    }
}
