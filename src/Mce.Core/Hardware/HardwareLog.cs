using Microsoft.Extensions.Logging;

namespace Mce;

/// <summary>What a server logs about the machine when it starts and when its containers change.</summary>
internal static partial class HardwareLog
{
    public static void Report(ILogger logger, ThreadBudget budget)
    {
        Found(logger, budget.Hardware, budget);
        foreach (string warning in budget.Warnings) Oversubscribed(logger, warning);
    }

    [LoggerMessage(1, LogLevel.Information, "Hardware: {Hardware}. {Budget}")]
    private static partial void Found(ILogger logger, HardwareLimits hardware, ThreadBudget budget);

    [LoggerMessage(2, LogLevel.Warning, "{Warning}")]
    private static partial void Oversubscribed(ILogger logger, string warning);
}
