namespace Mce.Core.Tests.Scaling;

/// <remarks>
/// The JSON is AWS's own: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html and
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html
/// </remarks>
public class AwsJsonTests
{
    [Fact]
    public void FromAws_PredefinedInvocations_IsRead()
    {
        TargetTrackingPolicy policy = TargetTrackingPolicy.FromAws("""
            {
                "TargetValue": 70.0,
                "PredefinedMetricSpecification": { "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance" },
                "ScaleInCooldown": 600,
                "ScaleOutCooldown": 300,
                "DisableScaleIn": true
            }
            """);

        Assert.Equal((70.0, ScalingMetric.InvocationsPerReplica, true), (policy.TargetValue, policy.Metric, policy.DisableScaleIn));
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5)), (policy.ScaleInCooldown, policy.ScaleOutCooldown));
        Assert.Equal("InvocationsPerReplica", policy.Name);
    }

    [Theory]
    [InlineData("SageMakerVariantInvocationsPerInstance", ScalingMetricKind.InvocationsPerReplica)]
    [InlineData("SageMakerInferenceComponentInvocationsPerCopy", ScalingMetricKind.InvocationsPerReplica)]
    [InlineData("SageMakerVariantConcurrentRequestsPerModelHighResolution", ScalingMetricKind.ConcurrentRequestsPerReplica)]
    [InlineData("SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution", ScalingMetricKind.ConcurrentRequestsPerReplica)]
    public void FromAws_PredefinedTypes_AreTheMetricsOfTheServer(string type, ScalingMetricKind kind) =>
        Assert.Equal(kind, TargetTrackingPolicy.FromAws($$"""{ "TargetValue": 5.0, "PredefinedMetricSpecification": { "PredefinedMetricType": "{{type}}" } }""").Metric.Kind);

    [Fact]
    public void FromAws_CustomizedCpu_IsTheServersOwn()
    {
        TargetTrackingPolicy policy = TargetTrackingPolicy.FromAws("""
            {
                "TargetValue": 50.0,
                "CustomizedMetricSpecification":
                {
                    "MetricName": "CPUUtilization",
                    "Namespace": "/aws/sagemaker/Endpoints",
                    "Dimensions": [
                        {"Name": "EndpointName", "Value": "my-endpoint" },
                        {"Name": "VariantName","Value": "my-variant"}
                    ],
                    "Statistic": "Maximum",
                    "Unit": "Percent"
                }
            }
            """, "cpu");

        Assert.Equal(("cpu", ScalingMetric.Cpu, MetricAggregation.Maximum), (policy.Name, policy.Metric, policy.Aggregation));
    }

    [Fact]
    public void FromAws_AnotherCustomizedMetric_IsLookedUpWithItsDimensions()
    {
        ScalingMetric metric = TargetTrackingPolicy.FromAws("""
            {
                "TargetValue": 40.0,
                "CustomizedMetricSpecification": {
                    "MetricName": "MyUtilizationMetric", "Namespace": "MyNamespace", "Statistic": "Average",
                    "Dimensions": [ { "Name": "Region", "Value": "north" } ]
                }
            }
            """).Metric;

        Assert.Equal((ScalingMetricKind.Custom, "MyNamespace/MyUtilizationMetric", "north"), (metric.Kind, metric.ToString(), metric.Dimensions["Region"]));
    }

    [Fact]
    public void FromAws_RequestOfPutScalingPolicy_IsRead()
    {
        // The listing of the post, as JSON.
        TargetTrackingPolicy policy = TargetTrackingPolicy.FromAws("""
            {
                "PolicyName": "Request-ScalingPolicy-mce", "ServiceNamespace": "sagemaker", "ResourceId": "endpoint/mce/variant/AllTraffic",
                "ScalableDimension": "sagemaker:variant:DesiredInstanceCount", "PolicyType": "TargetTrackingScaling",
                "TargetTrackingScalingPolicyConfiguration": {
                    "TargetValue": 70.0, // Threshold
                    "PredefinedMetricSpecification": { "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance", },
                    "ScaleInCooldown": 300, // duration until scale in
                    "ScaleOutCooldown": 60 // duration between scale out
                }
            }
            """);

        Assert.Equal(("Request-ScalingPolicy-mce", TimeSpan.FromSeconds(60)), (policy.Name, policy.ScaleOutCooldown));
    }

    [Theory]
    [InlineData("{", "this is no JSON")]
    [InlineData("[]", "no object but Array")]
    [InlineData("""{ "TargetValue": 1, "TargetValue": 2 }""", "this is no JSON")]
    [InlineData("""{ "PredefinedMetricSpecification": { "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance" } }""", "lacks a TargetValue")]
    [InlineData("""{ "TargetValue": 70 }""", "lacks a PredefinedMetricSpecification or a CustomizedMetricSpecification")]
    [InlineData("""{ "TargetValue": "seventy", "PredefinedMetricSpecification": { "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance" } }""", "'TargetTrackingPolicy:TargetValue' is 'seventy'; it must be a number")]
    [InlineData("""{ "TargetValue": 70, "ScaleinCooldwn": 1, "PredefinedMetricSpecification": { "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance" } }""", "'TargetTrackingPolicy:ScaleinCooldwn' is unknown here")]
    [InlineData("""{ "TargetValue": 70, "PredefinedMetricSpecification": { "PredefinedMetricType": "ECSServiceAverageCPUUtilization" } }""", "it must be SageMakerVariantInvocationsPerInstance")]
    [InlineData("""{ "TargetValue": 70, "PredefinedMetricSpecification": { "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance", "Typo": 1 } }""", "'TargetTrackingPolicy:PredefinedMetricSpecification:Typo' is unknown here")]
    [InlineData("""{ "TargetValue": 70, "PredefinedMetricSpecification": { "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance", "ResourceLabel": "app/x" } }""", "load balancers")]
    [InlineData("""{ "TargetValue": 70, "CustomizedMetricSpecification": { "Metrics": [] , "Namespace": "n" } }""", "metric math")]
    [InlineData("""{ "TargetValue": 70, "CustomizedMetricSpecification": { "MetricName": "CPUUtilization", "Namespace": "/aws/sagemaker/Endpoints", "Statistic": "Sum" } }""", "Average, Minimum or Maximum for this metric")]
    [InlineData("""{ "TargetValue": 70, "CustomizedMetricSpecification": { "MetricName": "x", "Statistic": "Average" } }""", "lacks a Namespace")]
    public void FromAws_WhatIsWrong_IsRefusedWithItsPlace(string json, string message)
    {
        MceException error = Assert.Throws<MceException>(() => TargetTrackingPolicy.FromAws(json));

        Assert.Equal(MceErrorCodes.ConfigurationInvalid, error.Code);
        Assert.Contains(error.Errors, e => e.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void FromAws_SeveralMistakes_AreReportedAtOnce() => Assert.Equal(
        4,
        Assert.Throws<MceException>(() => TargetTrackingPolicy.FromAws("""
            { "TargetValue": "x", "ScaleInCooldown": 1.5, "DisableScaleIn": "perhaps", "PredefinedMetricSpecification": { "PredefinedMetricType": "?" } }
            """)).Errors.Count);
}
