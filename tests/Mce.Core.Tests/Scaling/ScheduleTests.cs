using System.Globalization;
using static Mce.Core.Tests.Scaling.Policies;

namespace Mce.Core.Tests.Scaling;

/// <remarks>
/// AWS: https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-policy-overview.html and
/// .../scheduled-scaling-using-cron-expressions.html. 4 January 2027 is a Monday.
/// </remarks>
public class ScheduleTests
{
    [Theory]
    // The guide's table of examples.
    [InlineData("cron(0 10 * * ? *)", "2027-01-04T09:59:00Z", "2027-01-03T10:00:00Z")]
    [InlineData("cron(15 12 * * ? *)", "2027-01-04T12:15:00Z", "2027-01-04T12:15:00Z")]
    [InlineData("cron(0 18 ? * MON-FRI *)", "2027-01-04T17:00:00Z", "2027-01-01T18:00:00Z")]
    [InlineData("cron(0 8 1 * ? *)", "2027-01-04T00:00:00Z", "2027-01-01T08:00:00Z")]
    [InlineData("cron(0/15 * * * ? *)", "2027-01-04T00:44:59Z", "2027-01-04T00:30:00Z")]
    [InlineData("cron(0/10 * ? * MON-FRI *)", "2027-01-03T12:00:00Z", "2027-01-01T23:50:00Z")]
    [InlineData("cron(0/5 8-17 ? * MON-FRI *)", "2027-01-04T20:00:00Z", "2027-01-04T17:55:00Z")]
    // Lists, names, years, leap days.
    [InlineData("cron(0,30 6 ? JAN,jul tue *)", "2027-01-04T00:00:00Z", "2026-07-28T06:30:00Z")]
    [InlineData("cron(0 0 29 2 ? *)", "2027-01-04T00:00:00Z", "2024-02-29T00:00:00Z")]
    [InlineData("cron(0 0 1 1 ? 2025)", "2027-01-04T00:00:00Z", "2025-01-01T00:00:00Z")]
    [InlineData("cron(0 0 1 1 ? 2030)", "2027-01-04T00:00:00Z", null)]
    [InlineData("at(2027-01-04T08:00:00)", "2027-01-04T08:00:00Z", "2027-01-04T08:00:00Z")]
    [InlineData("at(2027-01-04T08:00:00)", "2027-01-04T07:59:59Z", null)]
    [InlineData("rate(1 hour)", "2027-01-04T07:59:59Z", "2027-01-04T07:00:00Z")]
    [InlineData("rate(5 minutes)", "2027-01-04T07:59:59Z", "2027-01-04T07:55:00Z")]
    [InlineData("rate(2 days)", "2027-01-05T07:59:59Z", "2027-01-04T00:00:00Z")]
    public void Latest_OfASchedule_IsTheLastTimeBefore(string schedule, string until, string? expected) =>
        Assert.Equal(expected, Latest(Action(schedule), until));

    [Theory]
    // Summer time begins in Berlin on 28 March 2027 at 2:00, which becomes 3:00, and ends on 31 October 2027 at 3:00.
    [InlineData("cron(0 8 * * ? *)", "2027-03-27T23:00:00Z", "2027-03-27T07:00:00Z")]
    [InlineData("cron(0 8 * * ? *)", "2027-03-28T23:00:00Z", "2027-03-28T06:00:00Z")]
    [InlineData("cron(30 2 * * ? *)", "2027-03-28T23:00:00Z", "2027-03-28T01:00:00Z")]
    [InlineData("cron(30 2 * * ? *)", "2027-10-31T23:00:00Z", "2027-10-31T00:30:00Z")]
    [InlineData("at(2027-07-01T08:00:00)", "2027-07-01T06:00:00Z", "2027-07-01T06:00:00Z")]
    public void Latest_InATimeZone_FollowsItsClock(string schedule, string until, string expected) =>
        Assert.Equal(expected, Latest(Action(schedule) with { TimeZone = "Europe/Berlin" }, until));

    [Fact]
    public void Latest_WithAStartTime_RunsThenAndAsItRecurs()
    {
        // "If you specify a start time, Application Auto Scaling performs the action at that time, and then … based on the recurrence."
        ScheduledAction action = Action("cron(0 8 * * ? *)") with { StartTime = Time("2027-01-04T12:00:00Z") };

        Assert.Null(Latest(action, "2027-01-04T11:59:59Z"));
        Assert.Equal("2027-01-04T12:00:00Z", Latest(action, "2027-01-05T07:00:00Z"));
        Assert.Equal("2027-01-05T08:00:00Z", Latest(action, "2027-01-05T09:00:00Z"));
        Assert.Equal("2027-01-04T18:00:00Z", Latest(action with { Schedule = "rate(6 hours)" }, "2027-01-04T23:00:00Z"));
    }

    [Fact]
    public void Latest_AfterTheEndTime_StopsRecurring() =>
        Assert.Equal("2027-01-04T08:00:00Z", Latest(Action("cron(0 8 * * ? *)") with { EndTime = Time("2027-01-04T20:00:00Z") }, "2027-01-09T09:00:00Z"));

    [Fact]
    public void Latest_SinceAMoment_LeavesOutWhatCameBefore()
    {
        Recurrence daily = Recurrence.TryParse(Action("cron(0 8 * * ? *)"), out _)!;

        Assert.Null(daily.Latest(Time("2027-01-04T08:00:00Z"), Time("2027-01-05T07:59:59Z")));
        Assert.Equal(Time("2027-01-05T08:00:00Z"), daily.Latest(Time("2027-01-04T08:00:00Z"), Time("2027-01-05T08:00:00Z")));
    }

    [Theory]
    [InlineData("cron(0 8 * * *)", "six fields")]
    [InlineData("cron(60 8 * * ? *)", "'60' is no minute")]
    [InlineData("cron(0 8-24 * * ? *)", "'8-24' is no hour")]
    [InlineData("cron(0 8 L * ? *)", "L and W are not supported")]
    [InlineData("cron(0 8 ? * 2 *)", "by name, not by number")]
    [InlineData("cron(0 8 ? * TUE#2 *)", "'TUE#2' is no day of week")]
    [InlineData("cron(0 8 1 * MON *)", "must be '?'")]
    [InlineData("cron(0/0 8 * * ? *)", "'0/0' is no minute")]
    [InlineData("cron(0 8 30 2 ? *)", "there is no day 30 in the month 2")]
    [InlineData("cron(0 8 31 APR,JUN ? *)", "there is no day 31 in the month APR,JUN")]
    [InlineData("cron(5-1 8 * * ? *)", "'5-1' is no minute")]
    [InlineData("at(tomorrow)", "'tomorrow' is no time")]
    [InlineData("rate(0 minutes)", "'0 minutes' is no rate")]
    [InlineData("rate(5 weeks)", "is no rate")]
    [InlineData("0 8 * * ? *", "it must be at(…), cron(…) or rate(…)")]
    public void TryParse_ABadSchedule_SaysWhatIsWrong(string schedule, string problem)
    {
        Assert.Null(Recurrence.TryParse(Action(schedule), out string said));
        Assert.Contains(problem, said);
    }

    [Fact]
    public void TryParse_UnknownTimeZone_SaysSo()
    {
        Assert.Null(Recurrence.TryParse(Action("rate(1 hour)") with { TimeZone = "Mars/Olympus" }, out string said));
        Assert.Contains("'Mars/Olympus' is no time zone", said);
    }

    [Fact]
    public void Decide_AtTheTimeOfAnAction_ScalesToItsBounds()
    {
        // "If current capacity is less than the specified minimum capacity, Application Auto Scaling scales out to it."
        var decider = new Decider(Scheduled(Action("cron(0 8 * * ? *)") with { MinCapacity = 5, MaxCapacity = 9 }, Action("cron(0 20 * * ? *)") with { MinCapacity = 1, MaxCapacity = 3 }));
        Assert.Equal(2, Hour(decider, 7.9, 2).To);

        ScalingDecision morning = Hour(decider, 8, 2);
        Assert.Equal((5, ScalingBound.Minimum, 5), (morning.To, morning.Bound, morning.Minimum));

        // "If current capacity is greater than the specified maximum capacity, Application Auto Scaling scales in to it." Nothing reverts.
        Assert.Equal(9, Hour(decider, 12, 9).To);
        Assert.Equal(3, Hour(decider, 20, 9).To);
        Assert.Equal((3, 1, 3), Hour(decider, 31, 3) is var late ? (late.To, late.Minimum, late.Maximum) : default);
    }

    [Fact]
    public void Decide_WithinTheBoundsOfAnAction_PoliciesGoOn()
    {
        // "After a scheduled action runs, the scaling policy can continue to make decisions."
        var decider = new Decider(Scheduled(Action("cron(0 8 * * ? *)") with { MinCapacity = 5, MaxCapacity = 8 }));
        Hour(decider, 8, 5);

        Assert.Equal(7, Hour(decider, 9, 5, 91).To);
        Assert.Equal((8, ScalingBound.Maximum), Hour(decider, 10, 7, 700) is var d ? (d.To, d.Bound) : default);
    }

    [Fact]
    public void Decide_StartedLate_HasWhatTheScheduleSetBefore() =>
        Assert.Equal(5, Hour(new Decider(Scheduled(Action("cron(0 8 * * ? *)") with { MinCapacity = 5 }, Action("cron(0 20 * * ? *)") with { MinCapacity = 1 })), 10, 2).To);

    [Fact]
    public void Decide_AMinimumAboveTheMaximumSetBefore_PushesIt()
    {
        var decider = new Decider(Scheduled(Action("cron(0 8 * * ? *)") with { MaxCapacity = 3 }, Action("cron(0 9 * * ? *)") with { MinCapacity = 6 }));
        Assert.Equal(3, Hour(decider, 8, 4).Maximum);

        Assert.Equal((6, 6), Hour(decider, 9, 3) is var d ? (d.Minimum, d.Maximum) : default);
    }

    private static ScalingDecision Hour(Decider decider, double hour, int capacity, double value = 70) => decider.Decide(new Tick((int)(hour * 3600), capacity, capacity, [value], 0));

    private static ScalingConfig Scheduled(params ScheduledAction[] actions) => Of(Track(70)) with { ScheduledActions = [.. actions.Select((a, i) => a with { Name = $"a{i}" })] };

    private static ScheduledAction Action(string schedule) => new() { Name = "a", Schedule = schedule };

    private static string? Latest(ScheduledAction action, string until) =>
        Recurrence.TryParse(action, out string problem) is { } recurrence
            ? recurrence.Latest(null, Time(until))?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : throw new FormatException(problem);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
