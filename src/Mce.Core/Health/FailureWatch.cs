namespace Mce;

/// <summary>Tells a model that fails always from one that fails now and then, from its counts. Not thread-safe.</summary>
internal sealed class FailureWatch
{
    private const int FewFailures = 5;

    private long _answers;
    private long _failures;

    /// <summary>Whether at least five calls failed since the last one that didn't. Without calls it stays as it is.</summary>
    public bool IsFailing { get; private set; }

    /// <param name="answers">Good answers so far.</param>
    /// <param name="failures">Failures of the model so far.</param>
    public void Look(long answers, long failures)
    {
        if (answers != _answers)
        {
            (_answers, _failures, IsFailing) = (answers, failures, false);
            return;
        }

        IsFailing |= failures - _failures >= FewFailures;
    }
}
