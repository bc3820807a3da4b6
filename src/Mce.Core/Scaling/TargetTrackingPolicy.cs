namespace Mce;

/// <summary>Keeps a metric at a value, as SageMaker's target tracking does. Immutable.</summary>
/// <remarks>
/// For metrics that fall when replicas are added and rise when they go. Out: to <c>ceil(replicas × metric ÷ target)</c>. In: to the same,
/// once the metric is more than 10 % below the target.
/// </remarks>
public sealed record TargetTrackingPolicy : ScalingPolicy
{
    /// <summary>The value to keep, in the metric's unit. Above zero.</summary>
    public required double TargetValue { get; init; }

    /// <summary>
    /// How long after a scale-out has completed a further one counts what was already added. From zero to a day; null =
    /// <see cref="ScalingConfig.ScaleOutCooldown"/>.
    /// </summary>
    public TimeSpan? ScaleOutCooldown { get; init; }

    /// <summary>
    /// How long after a scale-in has completed no other may follow. A scale-out ends it. From zero to a day; null =
    /// <see cref="ScalingConfig.ScaleInCooldown"/>.
    /// </summary>
    public TimeSpan? ScaleInCooldown { get; init; }

    /// <summary>Whether it only adds replicas, and leaves taking away to others. Default false.</summary>
    public bool DisableScaleIn { get; init; }

    /// <summary>
    /// Reads AWS's JSON as it is: a <c>TargetTrackingScalingPolicyConfiguration</c>, or the request of <c>PutScalingPolicy</c> that has
    /// one inside.
    /// </summary>
    /// <param name="json">The JSON; comments and trailing commas are taken.</param>
    /// <param name="name">The policy's name; null = the request's <c>PolicyName</c>, else the metric's name.</param>
    /// <exception cref="MceException"><see cref="MceErrorCodes.ConfigurationInvalid"/>, with every mistake and its place.</exception>
    public static TargetTrackingPolicy FromAws(string json, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        var errors = new List<MceException>();
        TargetTrackingPolicy? policy = JsonSection.TryParse(json, nameof(TargetTrackingPolicy), errors) is { } section
            ? new AwsPolicyReader(errors).Read(section, name)
            : null;
        return errors.Count == 0 && policy is not null ? policy : throw ConfigurationErrors.Bundle(errors);
    }
}
