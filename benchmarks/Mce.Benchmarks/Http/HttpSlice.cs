namespace Mce.Benchmarks;

/// <summary>What a server did in one slice of a load.</summary>
/// <param name="Answers">All of them right.</param>
/// <param name="Seconds">From the first request to the last answer.</param>
/// <param name="Cpu">Processor time of the server's process, in microseconds.</param>
/// <param name="Bytes">What the server's process allocated.</param>
internal readonly record struct HttpSlice(int Answers, double Seconds, double Cpu, long Bytes)
{
    public double Rate => Answers / Seconds;

    public double CpuPerAnswer => Cpu / Answers;

    public double BytesPerAnswer => (double)Bytes / Answers;
}
