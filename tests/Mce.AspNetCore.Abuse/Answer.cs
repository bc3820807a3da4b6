namespace Mce.AspNetCore.Abuse;

/// <summary>What came back.</summary>
/// <param name="Status">0: the connection ended without an answer; -1: something came that is none.</param>
/// <param name="ErrorType">The value of <c>x-amzn-errortype</c>.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record Answer(int Status, string? ErrorType, byte[] Body)
{
    public static Answer None { get; } = new(0, null, []);

    public static Answer NoHttp { get; } = new(-1, null, []);
}
