namespace Mce.Fuzz.Runs;

/// <summary>Cases that misbehave on purpose, so that tests can see that this program notices.</summary>
internal static class SelfCases
{
    public static (CaseOutcome Outcome, string Message) Run(ulong seed, string path)
    {
        switch (seed % 6)
        {
            case 1:
                Environment.FailFast("A crash on purpose.");
                break;
            case 2:
                new ManualResetEvent(false).WaitOne();
                break;
            case 3:
                var blocks = new List<byte[]>();
                while (true)
                {
                    blocks.Add(new byte[64 << 20]);
                    blocks[^1].AsSpan().Fill(1);
                }

            case 4:
                return (CaseOutcome.Foreign, "System.InvalidOperationException: on purpose.");
        }

        return (CaseOutcome.Refused, $"'{path}' is refused on purpose.");
    }
}
