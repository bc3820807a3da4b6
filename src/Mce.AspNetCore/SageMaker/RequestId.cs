namespace Mce.AspNetCore;

/// <summary>Ids of requests, which clients show in their errors and the log repeats.</summary>
internal static class RequestId
{
    /// <summary>A random UUID. Nobody is kept out by it, so it isn't worth the system call that <see cref="Guid.NewGuid"/> makes for each.</summary>
    public static string Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);
        // Version 4, variant 1; the first three fields lie in little-endian order.
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes).ToString();
    }
}
