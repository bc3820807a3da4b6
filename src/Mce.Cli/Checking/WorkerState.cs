namespace Mce.Cli.Checking;

/// <summary>What became of a worker's case.</summary>
internal enum WorkerState
{
    /// <summary>It is being run: if the process dies now, it died of this case or of another that runs beside it.</summary>
    Started,

    /// <summary>It passed or failed.</summary>
    Ended,

    /// <summary>As <see cref="Ended"/>, and so much memory stayed with the process that another should take over once no case runs.</summary>
    Full,
}
