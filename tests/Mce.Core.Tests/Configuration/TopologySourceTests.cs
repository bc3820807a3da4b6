using Microsoft.Extensions.Configuration;

namespace Mce.Core.Tests.Configuration;

public sealed class TopologySourceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OnChange_ChangedSinceItWasRead_CallsBackAtOnce(bool hasChanged)
    {
        IConfigurationRoot root = new ConfigurationBuilder().AddInMemoryCollection().Build();
        var source = new TopologySource([], [root]);
        if (hasChanged) root.Reload(); // as while the first models are being loaded

        int calls = 0;
        using IDisposable registration = source.OnChange(() => calls++);

        Assert.Equal(hasChanged ? 1 : 0, calls);
        root.Reload();
        Assert.Equal(hasChanged ? 2 : 1, calls);
    }
}
