namespace Mce;

/// <summary>How busy a GPU is.</summary>
/// <param name="Index">Its number, as the driver counts.</param>
/// <param name="Utilization">Share of the time that it computed, from 0 to 1.</param>
/// <param name="Memory">Share of its memory that is taken, from 0 to 1.</param>
internal readonly record struct GpuUsage(int Index, double Utilization, double Memory);
