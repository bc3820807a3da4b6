namespace Mce;

/// <summary>The waiting requests of one caller in one priority, in the order of arrival.</summary>
internal sealed class CallerQueue
{
    public CallerQueue() => Node = new LinkedListNode<CallerQueue>(this);

    public LinkedListNode<CallerQueue> Node { get; }

    public string Caller { get; set; } = "";

    public LinkedList<Waiter> Waiters { get; } = new();
}
