using System.Text;
using Microsoft.Extensions.Configuration;

namespace Mce.Core.Tests.Scaling;

public class ScalingReaderTests
{
    [Fact]
    public void Read_OwnWords_ReadsEverything()
    {
        ScalingConfig config = Read("""
            {
              "Policies": {
                "load": { "Metric": "InvocationsPerReplica", "TargetValue": 600.5, "ScaleOutCooldown": "00:00:10", "ScaleInCooldown": "00:02:00", "DisableScaleIn": true, "MissingData": "Ignore" },
                "lag": { "Metric": "queue-lag", "TargetValue": 50, "Aggregation": "Maximum" }
              },
              "ScheduledActions": [
                { "Name": "morning", "Schedule": "cron(0 8 ? * MON-FRI *)", "TimeZone": "Europe/Berlin", "MinCapacity": 2, "MaxCapacity": 4, "StartTime": "2027-01-04T00:00:00Z", "EndTime": "2028-01-04T00:00:00" }
              ],
              "ObservationInterval": "00:00:02", "Window": "00:00:20", "ScaleOutCooldown": "00:00:03", "ScaleInCooldown": "00:00:40", "IdleBeforeZero": "00:10:00",
              "Preset": "fast"
            }
            """);

        Assert.Equal((2, 20, 3, 40, 600), (config.ObservationInterval.TotalSeconds, config.Window.TotalSeconds, config.ScaleOutCooldown.TotalSeconds, config.ScaleInCooldown.TotalSeconds, config.IdleBeforeZero.TotalSeconds));
        Assert.Equal(
            [
                new TargetTrackingPolicy
                {
                    Name = "load", Metric = ScalingMetric.InvocationsPerReplica, TargetValue = 600.5, ScaleOutCooldown = TimeSpan.FromSeconds(10),
                    ScaleInCooldown = TimeSpan.FromMinutes(2), DisableScaleIn = true, MissingData = MissingData.Ignore,
                },
                new TargetTrackingPolicy { Name = "lag", Metric = ScalingMetric.Custom("queue-lag"), TargetValue = 50, Aggregation = MetricAggregation.Maximum },
            ],
            config.Policies.OrderByDescending(p => p.Name));
        Assert.Equal(
            new ScheduledAction
            {
                Name = "morning", Schedule = "cron(0 8 ? * MON-FRI *)", TimeZone = "Europe/Berlin", MinCapacity = 2, MaxCapacity = 4,
                StartTime = new DateTimeOffset(2027, 1, 4, 0, 0, 0, TimeSpan.Zero), EndTime = new DateTimeOffset(2028, 1, 4, 0, 0, 0, TimeSpan.Zero),
            },
            config.ScheduledActions.Single());
    }

    [Theory]
    [InlineData("aws", 60, 300)]
    [InlineData("FAST", 1, 30)]
    public void Read_Preset_SetsThePace(string preset, int interval, int scaleIn)
    {
        ScalingConfig config = Read($$"""{ "Preset": "{{preset}}", "Policies": [ { "Metric": "Cpu", "TargetValue": 150 } ] }""");

        Assert.Equal((interval, scaleIn), (config.ObservationInterval.TotalSeconds, config.ScaleInCooldown.TotalSeconds));
        Assert.Equal("Cpu", config.Policies.Single().Name);
    }

    [Fact]
    public void Read_AwsStepsAndActions_ReadsThemAsTheyAre()
    {
        ScalingConfig config = Read("""
            {
              "Policies": [
                {
                  "PolicyName": "steps", "PolicyType": "StepScaling", "Metric": "Cpu", "Threshold": 70,
                  "StepScalingPolicyConfiguration": {
                    "AdjustmentType": "PercentChangeInCapacity", "MetricAggregationType": "Maximum", "Cooldown": 60, "MinAdjustmentMagnitude": 2,
                    "StepAdjustments": [
                      { "MetricIntervalLowerBound": 0, "MetricIntervalUpperBound": 15.5, "ScalingAdjustment": 10 },
                      { "MetricIntervalLowerBound": 15.5, "ScalingAdjustment": 25 }
                    ]
                  }
                }
              ],
              "ScheduledActions": { "night": { "Schedule": "rate(1 day)", "ScalableTargetAction": { "MinCapacity": 0, "MaxCapacity": 1 } } }
            }
            """);

        var policy = Assert.IsType<StepPolicy>(config.Policies.Single());
        Assert.Equal(("steps", 70, StepAdjustmentType.PercentChangeInCapacity, MetricAggregation.Maximum), (policy.Name, policy.Threshold, policy.AdjustmentType, policy.Aggregation));
        Assert.Equal((TimeSpan.FromMinutes(1), 2), (policy.Cooldown, policy.MinAdjustmentMagnitude));
        Assert.Equal([new StepAdjustment(0, 15.5, 10), new StepAdjustment(15.5, null, 25)], policy.Steps);
        Assert.Equal(("night", 0, 1), config.ScheduledActions.Single() is var a ? (a.Name, a.MinCapacity, a.MaxCapacity) : default);
    }

    [Fact]
    public void Read_AwsTargetTracking_IsTheSameAsFromAws()
    {
        const string Json = """{ "TargetValue": 70.0, "PredefinedMetricSpecification": { "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance" }, "ScaleInCooldown": 300, "ScaleOutCooldown": 60 }""";

        ScalingConfig config = Read($$"""{ "Policies": [ { "PolicyName": "p", "PolicyType": "TargetTrackingScaling", "ResourceId": "endpoint/e/variant/v", "TargetTrackingScalingPolicyConfiguration": {{Json}} } ] }""");

        Assert.Equal(TargetTrackingPolicy.FromAws(Json, "p"), config.Policies.Single());
    }

    [Theory]
    [InlineData("""{ "Policy": [] }""", "'Scaling:Policy' is unknown here. Known are: Preset, Policies")]
    [InlineData("""{ "Preset": { "Name": "fast" } }""", "'Scaling:Preset' is an object or an array; it must be aws or fast")]
    [InlineData("""{ "Window": 60 }""", "'Scaling:Window' is '60'; it must be a duration in hours, minutes and seconds")]
    [InlineData("""{ "Policies": [ { "Name": {"x": "y"}, "Metric": "Cpu", "TargetValue": 1 } ] }""", "'Scaling:Policies:0:Name' is an object or an array")]
    [InlineData("""{ "ScheduledActions": [ { "Name": "a", "MinCapacity": 1, "ScalableTargetAction": { "MinCapacity": 2 } } ] }""", "gives both 'MinCapacity' and 'ScalableTargetAction:MinCapacity'")]
    [InlineData("""{ "Preset": "slow" }""", "'Scaling:Preset' is 'slow'; it must be aws or fast")]
    [InlineData("""{ "Policies": [ { "TargetValue": 1 } ] }""", "'Scaling:Policies:0' lacks a Metric")]
    [InlineData("""{ "Policies": [ { "Metric": "Cpu" } ] }""", "'Scaling:Policies:0' lacks a TargetValue")]
    [InlineData("""{ "Policies": [ { "Metric": "Cpu", "TargetValue": 1, "Threshold": 2 } ] }""", "'Scaling:Policies:0:Threshold' is unknown here")]
    [InlineData("""{ "Policies": [ { "Metric": "Cpu", "TargetValue": 1, "ScaleInCooldown": "soon" } ] }""", "'Scaling:Policies:0:ScaleInCooldown' is 'soon'")]
    [InlineData("""{ "Policies": [ { "Metric": "Cpu", "Threshold": 2, "StepScalingPolicyConfiguration": { "StepAdjustments": [ { "ScalingAdjustment": 1, "LowerBound": 0 } ] } } ] }""", "'Scaling:Policies:0:StepScalingPolicyConfiguration:StepAdjustments:0:LowerBound' is unknown here")]
    [InlineData("""{ "Policies": [ { "Metric": "Cpu", "StepScalingPolicyConfiguration": { "AdjustmentType": "ChangeInCapacity" } } ] }""", "lacks a Threshold")]
    [InlineData("""{ "Policies": [ { "Metric": "Cpu", "TargetTrackingScalingPolicyConfiguration": { "TargetValue": 1 } } ] }""", "gives a Metric beside")]
    [InlineData("""{ "Policies": [ { "Metric": "Cpu", "TargetValue": 1, "PolicyType": "StepScaling" } ] }""", "'Scaling:Policies:0:PolicyType' is 'StepScaling'")]
    [InlineData("""{ "ScheduledActions": [ { "Name": "a", "Cron": "x" } ] }""", "'Scaling:ScheduledActions:0:Cron' is unknown here")]
    [InlineData("""{ "ScheduledActions": [ { "Name": "a", "StartTime": "noon" } ] }""", "'Scaling:ScheduledActions:0:StartTime' is 'noon'")]
    public void Read_WhatIsWrong_IsReportedWithItsPlace(string json, string message)
    {
        var errors = new List<MceException>();
        Read(json, errors);

        Assert.Contains(errors, e => e.Message.Contains(message, StringComparison.Ordinal));
    }

    private static ScalingConfig Read(string json)
    {
        var errors = new List<MceException>();
        ScalingConfig config = Read(json, errors);
        Assert.Empty(errors.Select(e => e.Message));
        return config;
    }

    private static ScalingConfig Read(string json, List<MceException> errors) => new ScalingReader(errors).Read(
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Scaling": {{json}} }"""))).Build().GetSection("Scaling"));
}
