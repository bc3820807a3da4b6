namespace Mce.Core.Tests.Diagnostics;

public sealed class EventRingTests
{
    [Fact]
    public void TryClaim_Full_RefusesUntilTheReaderMadeRoom()
    {
        var ring = new EventRing(4);
        for (int i = 0; i < 4; i++) Write(ring, i);

        Assert.Equal(-1, ring.TryClaim());
        Assert.True(ring.TryRead(out EventRecord first));
        Assert.Equal(0, first.Invocation);
        Write(ring, 4);
        Assert.Equal([1L, 2, 3, 4], ReadAll(ring));
    }

    [Fact]
    public void TryRead_ClaimedAndNotYetPublished_WaitsForIt()
    {
        var ring = new EventRing(4);
        long first = ring.TryClaim();
        Write(ring, 2);

        Assert.False(ring.TryRead(out _));
        ring.At(first).Invocation = 1;
        ring.Publish(first);
        Assert.Equal([1L, 2], ReadAll(ring));
    }

    [Fact]
    public void TryRead_AfterwardsTheCell_HoldsNothingOfTheRequest()
    {
        var ring = new EventRing(2);
        long position = ring.TryClaim();
        ring.At(position).Detail = new object();
        ring.At(position).Caller = "someone";
        ring.Publish(position);
        ReadAll(ring);

        Assert.Null(ring.At(position).Detail);
        Assert.Null(ring.At(position).Caller);
    }

    [Fact]
    public void Write_ManyWritersOneReader_EachWritersEventsComeOnceAndInOrder()
    {
        const int Writers = 4, Events = 50_000;
        var ring = new EventRing(64);
        long written = 0;
        Thread[] threads = [.. Enumerable.Range(0, Writers).Select(w => new Thread(() =>
        {
            for (int i = 0; i < Events; i++)
            {
                long position = ring.TryClaim();
                if (position < 0) continue; // lost
                ring.At(position).Invocation = w;
                ring.At(position).Timestamp = i;
                ring.Publish(position);
                Interlocked.Increment(ref written);
            }
        }))];
        foreach (Thread thread in threads) thread.Start();

        long[] last = [-1, -1, -1, -1];
        long read = 0;
        while (threads.Any(t => t.IsAlive) || ring.Claimed != ring.Read)
        {
            if (!ring.TryRead(out EventRecord record)) continue;
            read++;
            Assert.True(record.Timestamp > last[record.Invocation], "An event came twice or out of order.");
            last[record.Invocation] = record.Timestamp;
        }

        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(written, read);
        Assert.True(read >= 64, "Hardly anything was tried.");
    }

    private static void Write(EventRing ring, long number)
    {
        long position = ring.TryClaim();
        ring.At(position).Invocation = number;
        ring.Publish(position);
    }

    private static List<long> ReadAll(EventRing ring)
    {
        var numbers = new List<long>();
        while (ring.TryRead(out EventRecord record)) numbers.Add(record.Invocation);
        return numbers;
    }
}
