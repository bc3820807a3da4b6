namespace Mce.Conformance.Tests;

/// <summary>A way for a backend to break the contract.</summary>
public enum Fault
{
    None,
    AcceptsUnknownSettings,
    EstimatesNothing,
    HidesTheMissingPath,
    LoadIgnoresTheToken,
    SignatureChanges,
    WrongAnswers,
    RemembersTheLastCall,
    WritesInputs,
    DisposesInputs,
    NeedsWritableInputs,
    NeedsAlignedInputs,
    LeavesOutputsUnwritten,
    AddsToOutputs,
    ReusesOutputs,
    OutputsDieWithTheModel,
    HidesAllocatorErrors,
    BreaksAfterAFailure,
    DisposesOnlyOnce,
    RunsAfterDispose,
    AcceptsForeignFiles,
    LeavesFilesOpen,
    ThrowsWhatItLikes,
    BoundToAThread,
    NotThreadSafe,
    IgnoresTheToken,
    CancelsOnlyBefore,
}
