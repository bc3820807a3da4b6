using Microsoft.Extensions.Configuration;

namespace Mce;

/// <summary>Reads the scaling of a container or an endpoint. See docs/scaling.md.</summary>
internal sealed class ScalingReader(ICollection<MceException> errors) : ScalingValueReader(errors)
{
    private readonly ScalingPolicyReader _policies = new(errors);

    public ScalingConfig Read(IConfigurationSection section)
    {
        // First, whatever its place: it is what the others change.
        ScalingConfig config = ReadPreset(section.GetSection("Preset"));
        foreach (IConfigurationSection child in Items(section, "an object: policies and scheduled actions"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "PRESET": break;
                case "OBSERVATIONINTERVAL": config = config with { ObservationInterval = ReadTimeSpan(child, config.ObservationInterval) }; break;
                case "WINDOW": config = config with { Window = ReadTimeSpan(child, config.Window) }; break;
                case "SCALEOUTCOOLDOWN": config = config with { ScaleOutCooldown = ReadTimeSpan(child, config.ScaleOutCooldown) }; break;
                case "SCALEINCOOLDOWN": config = config with { ScaleInCooldown = ReadTimeSpan(child, config.ScaleInCooldown) }; break;
                case "SCALEINHEADROOM": config = config with { ScaleInHeadroom = ReadDouble(child, config.ScaleInHeadroom) }; break;
                case "IDLEBEFOREZERO": config = config with { IdleBeforeZero = ReadTimeSpan(child, config.IdleBeforeZero) }; break;
                case "POLICIES": config = config with { Policies = [.. Items(child, "an object or an array of policies").Select(_policies.Read).OfType<ScalingPolicy>()] }; break;
                case "SCHEDULEDACTIONS": config = config with { ScheduledActions = [.. Items(child, "an object or an array of scheduled actions").Select(ReadAction)] }; break;
                default:
                    Unknown(child, "Preset, Policies, ScheduledActions, ObservationInterval, Window, ScaleOutCooldown, ScaleInCooldown, ScaleInHeadroom, IdleBeforeZero");
                    break;
            }
        }

        return config;
    }

    private ScalingConfig ReadPreset(IConfigurationSection section)
    {
        if (!section.Exists()) return ScalingConfig.Aws;
        switch (section.Value?.ToUpperInvariant())
        {
            case "AWS": return ScalingConfig.Aws;
            case "FAST": return ScalingConfig.Fast;
            default:
                Wrong(section, "aws or fast");
                return ScalingConfig.Aws;
        }
    }

    private ScheduledAction ReadAction(IConfigurationSection section)
    {
        RefuseBoth(section, "Name", "ScheduledActionName");
        RefuseBoth(section, "MinCapacity", "ScalableTargetAction:MinCapacity");
        RefuseBoth(section, "MaxCapacity", "ScalableTargetAction:MaxCapacity");
        var action = new ScheduledAction { Name = section.Key, Schedule = "" };
        foreach (IConfigurationSection child in Items(section, "an object: a scheduled action"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "NAME" or "SCHEDULEDACTIONNAME": action = action with { Name = ReadText(child, action.Name) }; break;
                case "SCHEDULE": action = action with { Schedule = ReadText(child, "") }; break;
                case "TIMEZONE": action = action with { TimeZone = ReadText(child, action.TimeZone) }; break;
                case "STARTTIME": action = action with { StartTime = ReadTime(child) }; break;
                case "ENDTIME": action = action with { EndTime = ReadTime(child) }; break;
                case "MINCAPACITY": action = action with { MinCapacity = ReadInt32(child, 0) }; break;
                case "MAXCAPACITY": action = action with { MaxCapacity = ReadInt32(child, 1) }; break;
                case "SCALABLETARGETACTION": action = ReadBounds(child, action); break;
                default:
                    if (!AwsPolicyReader.IsAddress(child)) Unknown(child, "Name (ScheduledActionName), Schedule, TimeZone, StartTime, EndTime, MinCapacity, MaxCapacity, ScalableTargetAction");
                    break;
            }
        }

        return action;
    }

    private ScheduledAction ReadBounds(IConfigurationSection section, ScheduledAction action)
    {
        foreach (IConfigurationSection child in Items(section, "an object { \"MinCapacity\": …, \"MaxCapacity\": … }"))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "MINCAPACITY": action = action with { MinCapacity = ReadInt32(child, 0) }; break;
                case "MAXCAPACITY": action = action with { MaxCapacity = ReadInt32(child, 1) }; break;
                default: Unknown(child, "MinCapacity, MaxCapacity"); break;
            }
        }

        return action;
    }
}
