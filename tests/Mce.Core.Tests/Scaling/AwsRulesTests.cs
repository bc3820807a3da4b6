using static Mce.Core.Tests.Scaling.Policies;
using static Mce.Core.Tests.Scaling.Tick;

namespace Mce.Core.Tests.Scaling;

/// <summary>AWS's rules, case by case. Each row's expected values are worked out by hand from the page in its comment.</summary>
/// <remarks>
/// Pages under https://docs.aws.amazon.com/autoscaling/application/ : [TT] userguide/target-tracking-scaling-policy-overview.html,
/// [STEP] userguide/step-scaling-policy-overview.html, [SCHED] userguide/scheduled-scaling-policy-overview.html, [API-TT]
/// APIReference/API_TargetTrackingScalingPolicyConfiguration.html, [API-STEP] APIReference/API_StepScalingPolicyConfiguration.html,
/// [API-ADJ] APIReference/API_StepAdjustment.html. [ZERO] is
/// https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html
/// </remarks>
public class AwsRulesTests
{
    private const StepAdjustmentType Change = StepAdjustmentType.ChangeInCapacity;
    private const StepAdjustmentType Percent = StepAdjustmentType.PercentChangeInCapacity;
    private static readonly TargetTrackingPolicy Load70 = Track(70);
    private static readonly (double?, double?, int)[] GuideOut = [(0, 10, 0), (10, 20, 10), (20, null, 30)];
    private static readonly (double?, double?, int)[] GuideIn = [(-10, 0, 0), (-20, -10, -10), (null, -20, -30)];

    private static readonly AwsRule[] Rules =
    [
        // [TT] "adding capacity proportional to the metric value": 2 × 150 ÷ 70 = 4.3.
        new("out: in proportion, rounded up", Of(Load70), At(0, 2, 150, to: 5)),
        // [TT] "rounding up or down when it determines how much capacity to add": 3 × 71 ÷ 70 = 3.04.
        new("out: a little above is one more", Of(Load70), At(0, 3, 71, to: 4)),
        // [TT] Scale-out is for a metric above the target.
        new("stay: on the target", Of(Load70), At(0, 3, 70, to: 3), At(60, 3, 70, to: 3)),

        // [TT] "removing capacity only when utilization passes a threshold that is far enough below the target value (usually more
        // than 10% lower)": 64 is 8.6 % lower, though 20 × 64 ÷ 70 = 18.3.
        new("stay: less than 10 % below", Of(Load70), At(0, 20, 70, to: 20), At(60, 20, 64, to: 20)),
        new("stay: 10 % below", Of(Track(50)), At(0, 20, 50, to: 20), At(60, 20, 45, to: 20)),
        // [TT] 62 is 11.4 % lower; 20 × 62 ÷ 70 = 17.7.
        new("in: more than 10 % below", Of(Load70), At(0, 20, 70, to: 20), At(60, 20, 62, to: 18)),
        // [TT] "prevents it from … removing too much capacity": one of two at 40 would be at 80.
        new("stay: removing one would lift the metric over the target", Of(Load70), At(0, 2, 70, to: 2), At(60, 2, 40, to: 2)),
        new("in: one of three at 40 leaves 60", Of(Load70), At(0, 3, 70, to: 3), At(60, 3, 40, to: 2)),

        // [API-STEP] "an alarm triggers a step scaling policy to increase the capacity by 2 … a cooldown period starts. If the alarm
        // triggers again during the cooldown period but at a more aggressive step adjustment of 3, the previous increase of 2 is
        // considered part of the current capacity. Therefore, only 1 is added."
        new("cooldown: only what a larger step adds more", Of(Steps(50, Change, (0, 10, 2), (10, null, 3))), At(0, 10, 55, to: 12), At(60, 12, 65, to: 13)),
        // [API-STEP] "won't increase the desired capacity again unless either a larger scale out is triggered or the cooldown ends".
        new("cooldown: the same step adds nothing", Of(Steps(50, Change, (0, 10, 2), (10, null, 3))), At(0, 10, 55, to: 12), At(60, 12, 55, to: 12), At(120, 12, 65, to: 13), At(180, 13, 65, to: 13)),
        new("cooldown: ends 300 s after the completion", Of(Steps(50, Change, (0, null, 2))), At(0, 10, 55, to: 12), At(60, 12, 55, to: 12), At(359, 12, 55, to: 12), At(360, 12, 55, to: 14)),
        // [API-TT] "the capacity that has been added by the previous scale-out … is calculated as part of the desired capacity for the
        // next scale out": 2 were added to 2; 4 × 140 ÷ 70 asks for 4 more, of which 2 are there.
        new("cooldown: target tracking counts what was added", Of(Load70), At(0, 2, 140, to: 4), At(60, 4, 140, to: 6), At(120, 6, 93, to: 6)),
        new("cooldown: target tracking, an increase that isn't larger", Of(Load70), At(0, 2, 140, to: 4), At(60, 4, 105, to: 4), At(420, 4, 105, to: 6)),
        // [API-TT] "The amount of time, in seconds, to wait for a previous scale-out activity to take effect": it counts from there.
        new("cooldown: counts from the completion", Of(Steps(50, Change, (0, null, 2))), At(0, 10, 55, to: 12), new Tick(60, 10, 12, [55], 12), new Tick(400, 11, 12, [55], 12), At(460, 12, 55, to: 12), At(700, 12, 55, to: 12), At(760, 12, 55, to: 14)),

        // [API-TT] "scale-in activities are blocked until the cooldown period has expired".
        new("cooldown: blocks scale-in", Of(Load70), At(0, 10, 70, to: 10), At(60, 10, 50, to: 8), At(120, 8, 50, to: 8), At(419, 8, 50, to: 8), At(420, 8, 50, to: 6)),
        // [API-TT] "if another alarm triggers a scale-out activity during the scale-in cooldown period, Application Auto Scaling scales
        // out the target immediately. In this case, the scale-in cooldown period stops and doesn't complete."
        new("cooldown: scale-out stops the one of scale-in", Of(Load70), At(0, 10, 70, to: 10), At(60, 10, 50, to: 8), At(120, 8, 100, to: 12), At(180, 12, 50, to: 9)),

        // [TT] "It will scale out the scalable target if any of the target tracking policies are ready for scale out".
        new("several: out if any", Of(Track(70), Track(50, 1)), At(0, 4, [70, 50], to: 4), At(60, 4, [20, 60], to: 5)),
        // [TT] "scales based on the policy that provides the largest capacity for both scale out and scale in".
        new("several: the largest scale-out", Of(Track(70), Track(50, 1)), At(0, 4, [140, 60], to: 8)),
        // [TT] "but will scale in only if all of the target tracking policies (with the scale-in portion enabled) are ready".
        new("several: not in while one isn't ready", Of(Track(70), Track(50, 1)), At(0, 4, [70, 50], to: 4), At(60, 4, [20, 49], to: 4)),
        new("several: the smallest scale-in", Of(Track(70), Track(50, 1)), At(0, 9, [70, 50], to: 9), At(60, 9, [20, 30], to: 6)),
        // [TT] "with the scale-in portion enabled".
        new("several: one without scale-in isn't asked", Of(Track(70), Track(50, 1) with { DisableScaleIn = true }), At(0, 4, [70, 50], to: 4), At(60, 4, [20, 49], to: 4), At(120, 4, [20, 20], to: 2)),
        // [API-TT] "If the value is true, scale in is disabled and the target tracking scaling policy won't remove capacity".
        new("disabled scale-in removes nothing", Of(Load70 with { DisableScaleIn = true }), At(0, 4, 70, to: 4), At(60, 4, 0, to: 4), At(120, 4, 100, to: 6)),

        // [TT] "does not perform scaling when the specified metric has insufficient data … It does not perform scale in because it does
        // not interpret insufficient data as low utilization".
        new("missing data: no scaling", Of(Load70), At(0, 4, 70, to: 4), At(60, 4, (double?)null, to: 4)),
        new("missing data of one: not in", Of(Track(70), Track(50, 1)), At(0, 4, [70, 50], to: 4), At(60, 4, [20, null], to: 4)),
        new("missing data of one: out if another is ready", Of(Track(70), Track(50, 1)), At(0, 4, [140, null], to: 8)),
        // [TT] A metric of zeros is data: to the minimum.
        new("zero is data", Of(Load70), At(0, 4, 70, to: 4), At(60, 4, 0, to: 2)) { Minimum = 2 },

        // [TT] Between the minimum and the maximum of the scalable target.
        new("bounds: the maximum", Of(Load70), At(0, 4, 700, to: 10)) { Maximum = 10 },
        new("bounds: below the minimum", Of(Load70), At(0, 1, 70, to: 3)) { Minimum = 3 },
        new("bounds: above the maximum", Of(Load70), At(0, 9, 70, to: 5)) { Maximum = 5 },

        // [STEP] The guide's example, at a capacity of 10 and a threshold of 50.
        new("steps: between 40 and 60 nothing", Of(Steps(50, Percent, GuideOut)), At(0, 10, 59.9, to: 10)),
        new("steps: at 60, 10 % of 10", Of(Steps(50, Percent, GuideOut)), At(0, 10, 60, to: 11)),
        new("steps: at 70, 30 % of 11, 3.3, rounded down", Of(Steps(50, Percent, GuideOut)), At(0, 11, 70, to: 14)),
        new("steps: above 40 nothing", Of(Steps(50, Percent, GuideIn)), At(0, 14, 50, to: 14), At(60, 14, 40.1, to: 14)),
        new("steps: at 40, 10 % of 14, 1.4, rounded down", Of(Steps(50, Percent, GuideIn)), At(0, 14, 50, to: 14), At(60, 14, 40, to: 13)),
        new("steps: at 30, 30 % of 13, 3.9, rounded down", Of(Steps(50, Percent, GuideIn)), At(0, 13, 50, to: 13), At(60, 13, 30, to: 10)),
        // [API-ADJ] "To initiate the adjustment when the metric is greater than or equal to 50 and less than 60 …".
        new("steps: above the threshold the lower bound is included", Of(Steps(50, Change, (0, 10, 1), (10, null, 5))), At(0, 10, 50, to: 11)),
        // [API-ADJ] "… greater than 40 and less than or equal to 50, specify a lower bound of -10 and an upper bound of 0".
        new("steps: below it the upper bound is included", Of(Steps(50, Change, (null, -10, -5), (-10, 0, -1))), At(0, 10, 51, to: 10), At(60, 10, 50, to: 9)),
        new("steps: without a fitting step nothing", Of(Steps(50, Change, (0, null, 1))), At(0, 10, 49, to: 10)),
        // [STEP] "12.7 is rounded to 12 … .67 is rounded to 1 … -.58 is rounded to -1 … -6.67 is rounded to -6".
        new("steps: 12.7 is 12", Of(Steps(50, Percent, (0, null, 127))), At(0, 10, 55, to: 22)),
        new("steps: 0.67 is 1", Of(Steps(50, Percent, (0, null, 67))), At(0, 1, 55, to: 2)),
        new("steps: -0.58 is -1", Of(Steps(50, Percent, (null, 0, -29))), At(0, 2, 55, to: 2), At(60, 2, 45, to: 1)),
        new("steps: -6.67 is -6", Of(Steps(50, Percent, (null, 0, -29))), At(0, 23, 55, to: 23), At(60, 23, 45, to: 17)),
        // [API-STEP] "25 percent and you specify a MinAdjustmentMagnitude of 2. If the service has 4 tasks … scales out by 2 tasks".
        new("steps: the smallest adjustment", Of(Steps(50, Percent, (0, null, 25)) with { MinAdjustmentMagnitude = 2 }), At(0, 4, 55, to: 6)),
        // [STEP] "If the current capacity is 3 and the adjustment is 5, then … changes the capacity to 5".
        new("steps: an exact capacity", Of(Steps(50, StepAdjustmentType.ExactCapacity, (0, null, 5))), At(0, 3, 55, to: 5), At(60, 5, 55, to: 5)),
        // [STEP] "adds 5 to the capacity for a total of 8".
        new("steps: a change", Of(Steps(50, Change, (0, null, 5))), At(0, 3, 55, to: 8)),
        // [API-STEP] For scale-in the cooldown blocks.
        new("steps: scale-in cools down", Of(Steps(50, Change, (null, 0, -1)) with { Cooldown = TimeSpan.FromSeconds(60) }), At(0, 9, 55, to: 9), At(60, 9, 45, to: 8), At(119, 8, 45, to: 8), At(180, 8, 45, to: 7)),

        // [ZERO] Target tracking can't leave zero: the metric times nothing is nothing. A step policy on another metric can.
        new("zero: target tracking stays", Of(Load70), At(0, 0, 700, to: 0)) { Minimum = 0 },
        new("zero: a step leaves it", Of(Steps(1, Change, (0, null, 1))), At(0, 0, 3, to: 1)) { Minimum = 0 },
    ];

    public static TheoryData<string> Names => [.. Rules.Select(r => r.Rule)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decide_ByAwsRule_AsDocumented(string rule)
    {
        AwsRule given = Rules.Single(r => r.Rule == rule);
        var decider = new Decider(given.Config, given.Minimum, given.Maximum);
        foreach (Tick tick in given.Ticks)
        {
            ScalingDecision decision = decider.Decide(tick);
            Assert.True(tick.To == decision.To, $"{rule}, at {tick.Seconds} s: {tick.To} expected, but {decision.Reason}");
        }
    }
}
