namespace Mce.Core.Tests.Scaling;

/// <summary>A rule of AWS's as a case: a configuration, what is observed, what must be decided.</summary>
internal sealed record AwsRule(string Rule, ScalingConfig Config, params Tick[] Ticks)
{
    public int Minimum { get; init; } = 1;

    public int Maximum { get; init; } = 100;
}
