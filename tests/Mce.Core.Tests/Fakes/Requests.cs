using Mce.Testing;

namespace Mce.Core.Tests;

/// <summary>Short forms for requests to <see cref="MceTestServer"/>.</summary>
internal static class Requests
{
    /// <summary>A request of one number to endpoint <c>e</c>, container <c>c</c>.</summary>
    public static InferenceRequest Of(float value, RequestPriority priority = RequestPriority.Normal, string? caller = null, TimeSpan? timeout = null, string? container = "c")
    {
        InferenceTensor x = InferenceTensor.Create<float>(1);
        x.AsSpan<float>()[0] = value;
        return new InferenceRequest("e") { TargetContainer = container, Inputs = { x }, Priority = priority, Caller = caller, Timeout = timeout };
    }

    /// <summary>The first number of an answer.</summary>
    public static async Task<float> Number(Task<InferenceResponse> call)
    {
        using InferenceResponse response = await call;
        return response[0].AsReadOnlySpan<float>()[0];
    }

    /// <summary>The code of the error that a call ends with.</summary>
    public static async Task<string> Code(Task call) => (await Assert.ThrowsAsync<MceException>(() => call)).Code;

    /// <summary>The load of container <c>e/c</c>, from inside.</summary>
    public static ReplicaSample Sample(MceTestServer server) => server.Server.SampleOf("e", "c");
}
