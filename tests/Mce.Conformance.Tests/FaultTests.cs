namespace Mce.Conformance.Tests;

/// <summary>The suites' own test: each fault is caught by the fact that is there for it, which the sound backend passes.</summary>
public sealed class FaultTests
{
    private static readonly Dictionary<Fault, Action<FaultyFixture>> Facts = new()
    {
        [Fault.AcceptsUnknownSettings] = f => new FaultyBackendSuite(f).Load_UnknownSetting_RefusedWithThoseKnown(),
        [Fault.EstimatesNothing] = f => new FaultyBackendSuite(f).EstimateFootprint_BesideTheLoadedModel_OfItsSize(),
        [Fault.HidesTheMissingPath] = f => new FaultyBackendSuite(f).Load_MissingFile_NamesThePath(),
        [Fault.LoadIgnoresTheToken] = f => new FaultyBackendSuite(f).Load_TokenAlreadyCancelled_Throws(),
        [Fault.SignatureChanges] = f => new FaultyBackendSuite(f).Load_Model_DescribesItself(),
        [Fault.WrongAnswers] = f => new FaultyAnswerSuite(f).Execute_EachBatchSize_RightAnswers(),
        [Fault.RemembersTheLastCall] = f => new FaultyAnswerSuite(f).Execute_EachBatchSize_RightAnswers(),
        [Fault.WritesInputs] = f => new FaultyAnswerSuite(f).Execute_Inputs_LeftAsTheyWere(),
        [Fault.DisposesInputs] = f => new FaultyAnswerSuite(f).Execute_Inputs_LeftAsTheyWere(),
        [Fault.NeedsWritableInputs] = f => new FaultyAnswerSuite(f).Execute_ReadOnlyInputs_RightAnswers(),
        [Fault.NeedsAlignedInputs] = f => new FaultyAnswerSuite(f).Execute_InputsInsideLongerTensors_RightAnswers(),
        [Fault.LeavesOutputsUnwritten] = f => new FaultyOutputSuite(f).Execute_PreallocatedOutputs_FilledInPlace(),
        [Fault.AddsToOutputs] = f => new FaultyOutputSuite(f).Execute_DirtyAllocatorMemory_RightAnswers(),
        [Fault.ReusesOutputs] = f => new FaultyOutputSuite(f).Outputs_AfterTheNextCall_StillTheirOwn(),
        [Fault.OutputsDieWithTheModel] = f => new FaultyOutputSuite(f).Outputs_AfterInputsInstanceAndModelAreGone_StillReadable(),
        [Fault.HidesAllocatorErrors] = f => new FaultyOutputSuite(f).Execute_AllocatorFails_ErrorPassesAndInstanceUsable(),
        [Fault.BreaksAfterAFailure] = f => new FaultyOutputSuite(f).Execute_PreallocatedOutputOfOtherShape_RefusedAndInstanceUsable(),
        [Fault.DisposesOnlyOnce] = f => new FaultyLifetimeSuite(f).Dispose_InstanceAndModelTwice_Safe(),
        [Fault.RunsAfterDispose] = f => new FaultyLifetimeSuite(f).Execute_InstanceDisposed_Throws(),
        [Fault.AcceptsForeignFiles] = f => new FaultyFileSuite(f).Load_ForeignFile_RefusedByWhatItIs("pickle"),
        [Fault.LeavesFilesOpen] = f => new FaultyFileSuite(f).Load_RefusedFile_LeavesItClosed(),
        [Fault.ThrowsWhatItLikes] = f => new FaultyFileSuite(f).Load_DamagedModel_RefusedOrLoaded(),
        [Fault.BoundToAThread] = f => new FaultyConcurrencySuite(f).Execute_AlternatingThreads_RightAnswers(),
        [Fault.NotThreadSafe] = f => new FaultyConcurrencySuite(f).Execute_AsManyThreadsAsAnInstanceBears_RightAnswers(),
        [Fault.IgnoresTheToken] = f => new FaultyCancellationSuite(f).Execute_TokenAlreadyCancelled_ThrowsAndInstanceUsable(),
        [Fault.CancelsOnlyBefore] = f => new FaultyCancellationSuite(f).Execute_TokenCancelledWhileRunning_StopsEarlyWhereClaimed(),
    };

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>().Where(f => f != Fault.None)];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Suite_FaultyBackend_Fails(Fault fault)
    {
        using var faulty = new FaultyFixture(fault);

        Assert.NotNull(Record.Exception(() => Facts[fault](faulty)));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Suite_SoundBackend_Passes(Fault fault)
    {
        using var sound = new FaultyFixture(Fault.None);

        Facts[fault](sound);
    }
}
