using Microsoft.Extensions.Configuration;

namespace Mce;

/// <summary>
/// Reads AWS's <c>TargetTrackingScalingPolicyConfiguration</c>, <c>StepScalingPolicyConfiguration</c> and the request of
/// <c>PutScalingPolicy</c> around the first.
/// </summary>
internal sealed class AwsPolicyReader(ICollection<MceException> errors) : ScalingValueReader(errors)
{
    private const string Tracking = "TargetTrackingScalingPolicyConfiguration";
    private const string TrackingKeys = "TargetValue, PredefinedMetricSpecification, CustomizedMetricSpecification, ScaleOutCooldown, ScaleInCooldown, DisableScaleIn";
    private const string SpecificationKeys = "Namespace, MetricName, Dimensions, Statistic, Unit";

    /// <summary>Reads either form.</summary>
    public TargetTrackingPolicy? Read(IConfigurationSection section, string? name)
    {
        if (!section.GetSection(Tracking).Exists()) return ReadTracking(section, name);
        foreach (IConfigurationSection child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "POLICYNAME": name ??= child.Value; break;
                case "TARGETTRACKINGSCALINGPOLICYCONFIGURATION": break;
                case "POLICYTYPE":
                    if (child.Value != "TargetTrackingScaling") Wrong(child, "TargetTrackingScaling");
                    break;
                default:
                    if (!IsAddress(child)) Unknown(child, $"PolicyName, PolicyType, ServiceNamespace, ResourceId, ScalableDimension, {Tracking}");
                    break;
            }
        }

        return ReadTracking(section.GetSection(Tracking), name);
    }

    /// <summary>Whether a key says what AWS is to scale, which here follows from where the policy stands.</summary>
    public static bool IsAddress(IConfigurationSection section) => section.Key.ToUpperInvariant() is "SERVICENAMESPACE" or "RESOURCEID" or "SCALABLEDIMENSION";

    /// <returns>Null when it has no metric.</returns>
    public TargetTrackingPolicy? ReadTracking(IConfigurationSection section, string? name)
    {
        RefuseBoth(section, "PredefinedMetricSpecification", "CustomizedMetricSpecification");
        ScalingMetric? metric = null;
        var aggregation = MetricAggregation.Average;
        double? target = null;
        TimeSpan? outCooldown = null, inCooldown = null;
        bool disableScaleIn = false, hasMetric = false;
        foreach (IConfigurationSection child in Items(section, "an object: AWS's " + Tracking))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "TARGETVALUE": target = ReadDouble(child, 1); break;
                case "SCALEOUTCOOLDOWN": outCooldown = ReadSeconds(child); break;
                case "SCALEINCOOLDOWN": inCooldown = ReadSeconds(child); break;
                case "DISABLESCALEIN": disableScaleIn = ReadBoolean(child, false); break;
                case "PREDEFINEDMETRICSPECIFICATION":
                    (metric, hasMetric) = (ReadPredefined(child), true);
                    break;
                case "CUSTOMIZEDMETRICSPECIFICATION":
                    ((metric, aggregation), hasMetric) = (ReadCustomized(child), true);
                    break;
                default: Unknown(child, TrackingKeys); break;
            }
        }

        if (target is null) Missing(section, "a TargetValue");
        if (!hasMetric) Missing(section, "a PredefinedMetricSpecification or a CustomizedMetricSpecification");
        return metric is null
            ? null
            : new TargetTrackingPolicy
            {
                Name = name ?? metric.Name,
                Metric = metric,
                Aggregation = aggregation,
                TargetValue = target ?? 1,
                ScaleOutCooldown = outCooldown,
                ScaleInCooldown = inCooldown,
                DisableScaleIn = disableScaleIn,
            };
    }

    /// <param name="section">AWS's configuration of a step policy.</param>
    /// <param name="policy">The policy with its metric and threshold, which AWS keeps in an alarm.</param>
    public StepPolicy ReadStep(IConfigurationSection section, StepPolicy policy)
    {
        foreach (IConfigurationSection child in Items(section, "an object: AWS's StepScalingPolicyConfiguration"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "ADJUSTMENTTYPE": policy = policy with { AdjustmentType = ReadEnum(child, policy.AdjustmentType) }; break;
                case "METRICAGGREGATIONTYPE": policy = policy with { Aggregation = ReadEnum(child, policy.Aggregation) }; break;
                case "MINADJUSTMENTMAGNITUDE": policy = policy with { MinAdjustmentMagnitude = ReadInt32(child, 1) }; break;
                case "COOLDOWN": policy = policy with { Cooldown = ReadSeconds(child) }; break;
                case "STEPADJUSTMENTS": policy = policy with { Steps = [.. Items(child, "an array of steps").Select(ReadAdjustment)] }; break;
                default: Unknown(child, "AdjustmentType, StepAdjustments, MinAdjustmentMagnitude, Cooldown, MetricAggregationType"); break;
            }
        }

        if (!section.GetSection("AdjustmentType").Exists()) Missing(section, "an AdjustmentType");
        return policy;
    }

    private StepAdjustment ReadAdjustment(IConfigurationSection section)
    {
        var step = new StepAdjustment(null, null, 0);
        foreach (IConfigurationSection child in Items(section, "an object: a step"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "METRICINTERVALLOWERBOUND": step = step with { MetricIntervalLowerBound = ReadDouble(child, 0) }; break;
                case "METRICINTERVALUPPERBOUND": step = step with { MetricIntervalUpperBound = ReadDouble(child, 0) }; break;
                case "SCALINGADJUSTMENT": step = step with { ScalingAdjustment = ReadInt32(child, 0) }; break;
                default: Unknown(child, "MetricIntervalLowerBound, MetricIntervalUpperBound, ScalingAdjustment"); break;
            }
        }

        if (!section.GetSection("ScalingAdjustment").Exists()) Missing(section, "a ScalingAdjustment");
        return step;
    }

    private ScalingMetric? ReadPredefined(IConfigurationSection section)
    {
        ScalingMetric? metric = null;
        foreach (IConfigurationSection child in Items(section, "an object such as { \"PredefinedMetricType\": \"SageMakerVariantInvocationsPerInstance\" }"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "PREDEFINEDMETRICTYPE":
                    metric = child.Value switch
                    {
                        "SageMakerVariantInvocationsPerInstance" or "SageMakerInferenceComponentInvocationsPerCopy" => ScalingMetric.InvocationsPerReplica,
                        "SageMakerVariantConcurrentRequestsPerModelHighResolution" or "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution" =>
                            ScalingMetric.ConcurrentRequestsPerReplica,
                        _ => null,
                    };
                    if (metric is null)
                        Wrong(
                            child,
                            "SageMakerVariantInvocationsPerInstance, SageMakerVariantConcurrentRequestsPerModelHighResolution, " +
                            "SageMakerInferenceComponentInvocationsPerCopy or SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution");
                    break;
                case "RESOURCELABEL":
                    Errors.Add(ConfigurationErrors.Invalid($"Configuration '{child.Path}' is for load balancers' metrics alone; leave it out."));
                    break;
                default: Unknown(child, "PredefinedMetricType"); break;
            }
        }

        if (!section.GetSection("PredefinedMetricType").Exists()) Missing(section, "a PredefinedMetricType");
        return metric;
    }

    private (ScalingMetric? Metric, MetricAggregation Aggregation) ReadCustomized(IConfigurationSection section)
    {
        string? space = null, name = null;
        var dimensions = new Dictionary<string, string>(StringComparer.Ordinal);
        IConfigurationSection statistic = section.GetSection("Statistic");
        foreach (IConfigurationSection child in Items(section, "an object: " + SpecificationKeys))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "NAMESPACE": space = ReadText(child, ""); break;
                case "METRICNAME": name = ReadText(child, ""); break;
                case "DIMENSIONS": ReadDimensions(child, dimensions); break;
                case "STATISTIC": break;
                case "UNIT": ReadText(child, ""); break;
                case "METRICS":
                    Errors.Add(ConfigurationErrors.Invalid($"Configuration '{child.Path}' is metric math, which isn't read; register a custom metric that computes it, and name it with Namespace and MetricName."));
                    return (null, MetricAggregation.Average);
                default: Unknown(child, SpecificationKeys); break;
            }
        }

        if (space is null) Missing(section, "a Namespace");
        if (!statistic.Exists()) Missing(section, "a Statistic");
        if (name is null) Missing(section, "a MetricName");
        if (string.IsNullOrEmpty(name)) return (null, MetricAggregation.Average);
        ScalingMetric metric = OurOwn(space, name) ?? (string.IsNullOrEmpty(space)
            ? ScalingMetric.Custom(name) with { Dimensions = dimensions }
            : ScalingMetric.Custom(name) with { Namespace = space, Dimensions = dimensions });
        return (metric, statistic.Exists() ? ReadStatistic(statistic, metric) : MetricAggregation.Average);
    }

    private MetricAggregation ReadStatistic(IConfigurationSection section, ScalingMetric metric)
    {
        switch (section.Value)
        {
            case "Average": return MetricAggregation.Average;
            case "Minimum": return MetricAggregation.Minimum;
            case "Maximum": return MetricAggregation.Maximum;
            // A sum over a minute is what InvocationsPerInstance is; a custom metric's callback sums by itself.
            case "Sum" or "SampleCount" when metric.Kind is ScalingMetricKind.InvocationsPerReplica or ScalingMetricKind.Custom: return MetricAggregation.Average;
            default:
                Wrong(section, metric.Kind is ScalingMetricKind.InvocationsPerReplica or ScalingMetricKind.Custom ? "Average, Minimum, Maximum, Sum or SampleCount" : "Average, Minimum or Maximum for this metric");
                return MetricAggregation.Average;
        }
    }

    // SageMaker's own metrics, where the server measures the same. Their dimensions name what AWS is to look at; here that follows from
    // where the policy stands.
    private static ScalingMetric? OurOwn(string? space, string name) => space is not ("AWS/SageMaker" or "/aws/sagemaker/Endpoints")
        ? null
        : name switch
        {
            "InvocationsPerInstance" => ScalingMetric.InvocationsPerReplica,
            "ConcurrentRequestsPerModel" or "ConcurrentRequestsPerCopy" => ScalingMetric.ConcurrentRequestsPerReplica,
            "CPUUtilization" => ScalingMetric.Cpu,
            "MemoryUtilization" => ScalingMetric.Memory,
            _ => null,
        };

    private void ReadDimensions(IConfigurationSection section, Dictionary<string, string> dimensions)
    {
        foreach (IConfigurationSection item in Items(section, "an array of { \"Name\": …, \"Value\": … }"))
        {
            foreach (IConfigurationSection child in Items(item, "an object { \"Name\": …, \"Value\": … }"))
            {
                if (child.Key.ToUpperInvariant() is not ("NAME" or "VALUE")) Unknown(child, "Name, Value");
            }

            if (item["Name"] is { Length: > 0 } key && item["Value"] is { Length: > 0 } value) dimensions[key] = value;
            else Missing(item, "a Name or a Value");
        }
    }
}
