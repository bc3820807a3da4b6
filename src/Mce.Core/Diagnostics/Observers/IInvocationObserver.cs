namespace Mce;

/// <summary>Is told what happens to requests and containers. Implement what you need; everything else does nothing.</summary>
/// <remarks>
/// <para>An observer is called by one thread of its own, one event at a time, in the order in which they happened to a request; events
/// of different requests may swap places when they happen at the same moment. It never delays a request or another observer: between
/// them is a bounded buffer, and an observer that falls behind loses events, which are counted and logged. An exception is logged and
/// goes no further.</para>
/// <para>Register it with <see cref="MceServerBuilder.AddObserver"/>. The server doesn't dispose it.</para>
/// </remarks>
public interface IInvocationObserver
{
    /// <summary>What it wants to be told of: what it leaves out costs nothing. Read once, when the server is built. Default everything.</summary>
    InvocationEvents Events => InvocationEvents.All;

    /// <summary>A request found its endpoint.</summary>
    void OnReceived(in RequestReceived e)
    {
    }

    /// <summary>A request waits for a replica.</summary>
    void OnQueued(in RequestQueued e)
    {
    }

    /// <summary>A request runs; once for each step of a serial one.</summary>
    void OnStarted(in RequestStarted e)
    {
    }

    /// <summary>A request was answered; also once for each step of a serial one.</summary>
    void OnCompleted(in RequestCompleted e)
    {
    }

    /// <summary>A request never ran.</summary>
    void OnRejected(in RequestRejected e)
    {
    }

    /// <summary>A request ended with an error.</summary>
    void OnFailed(in RequestFailed e)
    {
    }

    /// <summary>A container is loaded, or failed to.</summary>
    void OnModelLoaded(in ModelLoaded e)
    {
    }

    /// <summary>A container's model is torn down.</summary>
    void OnModelUnloaded(in ModelUnloaded e)
    {
    }

    /// <summary>A container has another number of replicas.</summary>
    void OnScaled(in ContainerScaled e)
    {
    }

    /// <summary>A live change was published or refused.</summary>
    void OnChanged(in TopologyChanged e)
    {
    }
}
