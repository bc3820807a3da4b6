namespace Mce.Benchmarks;

/// <summary>What a load is put on: a server in this process, or one behind a connection.</summary>
internal interface ILoadTarget : IAsyncDisposable
{
    /// <summary>What is called, for reports.</summary>
    string Description { get; }

    /// <summary>Makes one more caller, with a request of its own.</summary>
    ILoadCaller CreateCaller();
}
