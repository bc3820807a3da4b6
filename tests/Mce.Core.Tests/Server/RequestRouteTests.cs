using System.Runtime.CompilerServices;

namespace Mce.Core.Tests.Server;

public sealed class RequestRouteTests
{
    [Theory]
    [InlineData(1, 0, -1)]
    [InlineData(7, 3, 0)]
    [InlineData(uint.MaxValue, 65_534, 65_534)]
    public void Route_Made_GivesBackWhatItHolds(long topology, int endpoint, int container)
    {
        RequestRoute route = new RequestRoute(topology, endpoint).To(container);

        Assert.Equal((topology, endpoint, container), (route.Topology, route.Endpoint, route.Container));
    }

    [Fact]
    public void Route_NoneOrTooLarge_LeadsNowhere()
    {
        Assert.Equal((0, -1), (default(RequestRoute).Topology, default(RequestRoute).Container));
        Assert.Equal(0, new RequestRoute(1, 65_535).Topology);
    }

    [Fact]
    public void Route_InMemory_IsOneWord() => Assert.Equal(sizeof(ulong), Unsafe.SizeOf<RequestRoute>());
}
