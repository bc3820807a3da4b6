using System.Collections.Concurrent;
using Microsoft.Extensions.ObjectPool;

namespace Mce.AspNetCore;

/// <summary>Keeps what invocations need, endpoint by endpoint. Thread-safe.</summary>
internal sealed class InvocationCallPool(TimeProvider time)
{
    // As many as requests usually run at once; under a burst the rest goes to the collector.
    private static readonly int MaxKept = Math.Max(16, 4 * Environment.ProcessorCount);

    private readonly ConcurrentDictionary<string, ObjectPool<InvocationCall>> _pools = new(StringComparer.Ordinal);

    public InvocationCall Rent(string endpoint) =>
        _pools.TryGetValue(endpoint, out ObjectPool<InvocationCall>? pool) ? pool.Get() : new InvocationCall(endpoint, time);

    public void Return(InvocationCall call)
    {
        call.End();
        string endpoint = call.Request.Endpoint;
        if (!_pools.TryGetValue(endpoint, out ObjectPool<InvocationCall>? pool))
        {
            // Only of endpoints that there are: clients can't fill the pool with names of theirs.
            if (!call.IsRouted)
            {
                call.Dispose();
                return;
            }

            pool = _pools.GetOrAdd(endpoint, static (name, time) => new DefaultObjectPool<InvocationCall>(new Policy(name, time), MaxKept), time);
        }

        pool.Return(call);
    }

    private sealed class Policy(string endpoint, TimeProvider time) : PooledObjectPolicy<InvocationCall>
    {
        public override InvocationCall Create() => new(endpoint, time);

        public override bool Return(InvocationCall obj) => true;
    }
}
