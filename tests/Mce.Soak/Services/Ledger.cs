namespace Mce.Soak.Services;

/// <summary>
/// Which versions of a service a request may be answered by: those that served at some moment of its life. One writer; any readers.
/// </summary>
/// <remarks>
/// A change is begun before the server is told of it, and complete when the server says so. A request notes the last complete version
/// before it is sent, and the last one begun when its answer is there: the answer must come from one of those, or of those in between.
/// </remarks>
internal sealed class Ledger
{
    /// <summary>The version of a service that isn't there.</summary>
    public const int Absent = -1;

    private const int Kept = 1 << 14;

    private readonly int[] _versions = new int[Kept];
    private int _begun;
    private int _complete;

    public Ledger(int first) => _versions[0] = first;

    /// <summary>The version that the last change leads to.</summary>
    public int Latest => _versions[Volatile.Read(ref _begun) % Kept];

    /// <summary>What a request notes before it is sent.</summary>
    public int Mark() => Volatile.Read(ref _complete);

    /// <summary>Whether a request that noted that may be answered by this version now.</summary>
    public bool Allows(int mark, int version)
    {
        int last = Volatile.Read(ref _begun);
        for (int i = mark; i <= last; i++)
            if (Volatile.Read(ref _versions[i % Kept]) == version) return true;
        return last - mark >= Kept; // older ones are forgotten
    }

    public void Begin(int version)
    {
        Volatile.Write(ref _versions[(_begun + 1) % Kept], version);
        Volatile.Write(ref _begun, _begun + 1);
    }

    public void Complete() => Volatile.Write(ref _complete, _begun);
}
