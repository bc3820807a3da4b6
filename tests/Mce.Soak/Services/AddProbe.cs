namespace Mce.Soak.Services;

/// <summary>Four numbers, to some of which a service adds its version.</summary>
internal sealed class AddProbe : Probe
{
    private const int Elements = 4;

    private readonly float[] _values = new float[Elements];
    private readonly int _steps;

    /// <param name="request">Without inputs.</param>
    /// <param name="steps">To how many of the numbers, from the first on, the version is added.</param>
    public AddProbe(InferenceRequest request, int steps)
        : base(request)
    {
        request.Inputs.Add(InferenceTensor.FromArray(_values, 1, Elements));
        _steps = steps;
    }

    public override void Refill(Random random)
    {
        // Whole numbers below 2^24 and their sums are exact.
        foreach (ref float value in _values.AsSpan()) value = random.Next(1_000);
    }

    public override int VersionOf(InferenceResponse response)
    {
        ReadOnlySpan<float> answer = response[0].AsReadOnlySpan<float>();
        if (answer.Length != Elements) return Wrong;
        float version = answer[0] - _values[0];
        // Every step of a pipeline is of the same version: a request sees one world.
        for (int i = 0; i < Elements; i++)
            if (answer[i] - _values[i] != (i < _steps ? version : 0)) return Wrong;
        return (int)version;
    }
}
