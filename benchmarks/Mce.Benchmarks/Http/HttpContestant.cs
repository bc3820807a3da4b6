namespace Mce.Benchmarks;

/// <summary>A server under one kind of content.</summary>
internal enum HttpContestant
{
    DocumentedJson,
    TunedJson,
    MceJson,
    TunedRaw,
    MceRaw,

    /// <summary>An endpoint in Mce's process that does nothing but HTTP.</summary>
    BareRaw,
}
