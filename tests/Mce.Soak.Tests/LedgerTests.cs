using Mce.Soak.Services;

namespace Mce.Soak.Tests;

public class LedgerTests
{
    [Fact]
    public void Allows_WhileAChangeIsUnderWay_TheOldAndTheNewVersion()
    {
        var ledger = new Ledger(0);
        int mark = ledger.Mark();
        ledger.Begin(1);

        Assert.True(ledger.Allows(mark, 0));
        Assert.True(ledger.Allows(mark, 1));
        Assert.False(ledger.Allows(mark, 2));
    }

    [Fact]
    public void Allows_ARequestSentAfterAChange_OnlyTheNewVersion()
    {
        var ledger = new Ledger(0);
        ledger.Begin(1);
        ledger.Complete();
        int mark = ledger.Mark();

        Assert.False(ledger.Allows(mark, 0));
        Assert.True(ledger.Allows(mark, 1));
    }

    [Fact]
    public void Allows_ARequestOverSeveralChanges_AllOfTheirVersions()
    {
        var ledger = new Ledger(0);
        int mark = ledger.Mark();
        foreach (int version in (int[])[1, Ledger.Absent, 3])
        {
            ledger.Begin(version);
            ledger.Complete();
        }

        Assert.All((int[])[0, 1, Ledger.Absent, 3], v => Assert.True(ledger.Allows(mark, v)));
        Assert.False(ledger.Allows(mark, 2));
    }
}
