using Mce.Plugins.Torch.Graph;
using Mce.Plugins.Torch.Native;

namespace Mce.Plugins.Torch;

/// <summary>The errors of calls.</summary>
internal static class ExecutionErrors
{
    // More than one only while other threads fail at the same moment. libtorch takes some 15 ms for its stack each time.
    private const int CaptureAttempts = 4;

    /// <summary>Repeats the failed step to catch what libtorch says about it.</summary>
    public static MceException StepFailed(string path, StepFailedException failure, Frame frame)
    {
        string? reason = null;
        for (int attempt = 0; reason is null && attempt < CaptureAttempts; attempt++)
            reason = NativeErrorText.OnlyReason(NativeErrorText.Capture(() => RunAgain(failure.Step, frame)));
        reason ??= failure.Message;
        return new MceException(
            MceErrorCodes.ModelFailed,
            $"The model '{path}' failed in {failure.Step.Target}: {reason}",
            new Dictionary<string, string> { ["path"] = path, ["operator"] = failure.Step.Target, ["reason"] = reason },
            failure);
    }

    public static MceException CallFailed(string path, NativeCallException failure) => new(
        MceErrorCodes.ModelFailed,
        $"The model '{path}' failed outside its operators: {failure.Message}",
        new Dictionary<string, string> { ["path"] = path },
        failure);

    public static MceException OutputType(string path, TensorSpec spec, TensorElementType given) => new(
        MceErrorCodes.ModelFailed,
        $"The model '{path}' says that it gives {spec}, and gave {given.ToString().ToLowerInvariant()}.",
        new Dictionary<string, string> { ["path"] = path, ["name"] = spec.Name });

    public static MceException InputMissing(TensorSpec spec) => new(
        MceErrorCodes.InputMissing,
        $"The input {spec} is missing.",
        new Dictionary<string, string> { ["name"] = spec.Name });

    public static MceException InputUnusable(TensorSpec spec, InferenceTensor given) => new(
        MceErrorCodes.TensorInvalid,
        $"The input '{spec.Name}' must be contiguous host memory; given {given} on {given.Device}{(given.IsContiguous ? "" : ", strided")}.",
        new Dictionary<string, string> { ["name"] = spec.Name });

    private static void RunAgain(GraphStep step, Frame frame)
    {
        try
        {
            step.Run(frame);
        }
        catch (NativeCallException)
        {
            // Expected: what matters is the text that libtorch writes meanwhile.
        }
    }
}
