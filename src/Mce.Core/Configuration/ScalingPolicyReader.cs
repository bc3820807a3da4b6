using Microsoft.Extensions.Configuration;

namespace Mce;

/// <summary>Reads a scaling policy, in the library's words or around AWS's JSON.</summary>
internal sealed class ScalingPolicyReader(ICollection<MceException> errors) : ScalingValueReader(errors)
{
    private const string Keys =
        "Name (PolicyName), Metric, TargetValue, ScaleOutCooldown, ScaleInCooldown, DisableScaleIn, Aggregation, MissingData, " +
        "TargetTrackingScalingPolicyConfiguration, or Threshold and StepScalingPolicyConfiguration";

    private readonly AwsPolicyReader _aws = new(errors);

    /// <returns>Null when it isn't known what it watches; an error says so.</returns>
    public ScalingPolicy? Read(IConfigurationSection section)
    {
        RefuseBoth(section, "Name", "PolicyName");
        IConfigurationSection tracking = section.GetSection("TargetTrackingScalingPolicyConfiguration"), step = section.GetSection("StepScalingPolicyConfiguration");
        string type = tracking.Exists() ? "TargetTrackingScaling" : step.Exists() ? "StepScaling" : "";
        // In an object of policies the key is the name; in an array it is the index.
        string? name = section["Name"] ?? section["PolicyName"] ?? (int.TryParse(section.Key, out _) ? null : section.Key);
        ScalingMetric? metric = ReadMetric(section.GetSection("Metric"));
        var missing = MissingData.NoScaling;
        MetricAggregation? aggregation = null;
        TargetTrackingPolicy? own = null;
        foreach (IConfigurationSection child in Items(section, "an object: a policy"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "NAME" or "POLICYNAME": ReadText(child, ""); break;
                case "METRIC" or "TARGETTRACKINGSCALINGPOLICYCONFIGURATION" or "STEPSCALINGPOLICYCONFIGURATION": break;
                case "POLICYTYPE":
                    if (child.Value != type) Wrong(child, type.Length > 0 ? $"{type}, since that is what is configured" : "left out, or go with AWS's configuration of that type");
                    break;
                case "MISSINGDATA": missing = ReadEnum(child, missing); break;
                case "AGGREGATION" when type != "TargetTrackingScaling": aggregation = ReadEnum(child, MetricAggregation.Average); break;
                case "THRESHOLD" when type == "StepScaling": break;
                case "TARGETVALUE" when type.Length == 0: own = Own(own) with { TargetValue = ReadDouble(child, 1) }; break;
                case "SCALEOUTCOOLDOWN" when type.Length == 0: own = Own(own) with { ScaleOutCooldown = ReadTimeSpan(child, default) }; break;
                case "SCALEINCOOLDOWN" when type.Length == 0: own = Own(own) with { ScaleInCooldown = ReadTimeSpan(child, default) }; break;
                case "DISABLESCALEIN" when type.Length == 0: own = Own(own) with { DisableScaleIn = ReadBoolean(child, false) }; break;
                default:
                    if (type.Length == 0 || !AwsPolicyReader.IsAddress(child)) Unknown(child, Keys);
                    break;
            }
        }

        if (tracking.Exists())
        {
            if (metric is not null) Errors.Add(ConfigurationErrors.Invalid($"Configuration '{section.Path}' gives a Metric beside AWS's TargetTrackingScalingPolicyConfiguration, which has its own: keep one."));
            if (step.Exists()) RefuseBoth(section, tracking.Key, step.Key);
            return _aws.ReadTracking(tracking, name) is { } read ? read with { MissingData = missing } : null;
        }

        if (metric is null)
        {
            if (!section.GetSection("Metric").Exists()) Missing(section, $"a Metric: {string.Join(", ", ScalingMetric.Known)}, or one that is registered");
            return null;
        }

        if (step.Exists()) return ReadStep(section, step, new StepPolicy
        {
            Name = name ?? metric.Name,
            Metric = metric,
            MissingData = missing,
            Aggregation = aggregation ?? MetricAggregation.Average,
            Threshold = 0,
            AdjustmentType = StepAdjustmentType.ChangeInCapacity,
            Steps = [],
        });

        if (!section.GetSection("TargetValue").Exists()) Missing(section, "a TargetValue");
        return Own(own) with { Name = name ?? metric.Name, Metric = metric, MissingData = missing, Aggregation = aggregation ?? MetricAggregation.Average };
    }

    private StepPolicy ReadStep(IConfigurationSection section, IConfigurationSection step, StepPolicy policy)
    {
        IConfigurationSection threshold = section.GetSection("Threshold");
        if (!threshold.Exists()) Missing(section, "a Threshold, which the steps' bounds count from");
        return _aws.ReadStep(step, policy with { Threshold = threshold.Exists() ? ReadDouble(threshold, 0) : 0 });
    }

    private ScalingMetric? ReadMetric(IConfigurationSection section)
    {
        if (!section.Exists()) return null;
        string name = ReadText(section, "");
        return name.Length == 0 ? null : ScalingMetric.Known.FirstOrDefault(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? ScalingMetric.Custom(name);
    }

    private static TargetTrackingPolicy Own(TargetTrackingPolicy? policy) => policy ?? new TargetTrackingPolicy { Name = "", Metric = ScalingMetric.InvocationsPerReplica, TargetValue = 1 };
}
