namespace Mce.Plugins.Torch.Archive;

/// <summary>The errors of files that can't be opened: what the file is, and the cure.</summary>
internal static class ArchiveErrors
{
    // Messages repeat names and texts of the file, which may be as long as the file.
    private const int LongestReason = 4_000;
    private const string Cure = "torch.export.save(torch.export.export(model.eval(), inputs), 'model.pt2')";

    public static MceException WrongKind(string path, ModelFileKind kind)
    {
        string cure = kind switch
        {
            ModelFileKind.TorchExportOld => $"Export it again with PyTorch 2.8 or later: {Cure}.",
            ModelFileKind.TorchScript => $"TorchScript can't be loaded through PyTorch's stable interface. Export the Python model instead: {Cure}.",
            ModelFileKind.TorchState or ModelFileKind.Pickle => $"It holds weights without a graph. Load them into the Python model and export that: {Cure}.",
            ModelFileKind.TorchAotInductor => $"It is native code, made for one machine and run without checks. Export the graph instead: {Cure}.",
            ModelFileKind.SafeTensors => $"It holds weights without a graph. Load them into the Python model and export that: {Cure}.",
            ModelFileKind.DamagedZip or ModelFileKind.Empty => "Copy or export it again.",
            ModelFileKind.Text => "If it is a Git LFS pointer, run 'git lfs pull'.",
            _ when ModelFile.FrameworkFor(kind) is { } framework => $"Use framework '{framework}' for it.",
            _ => $"The framework 'torch' serves archives that PyTorch wrote with {Cure}.",
        };
        return new MceException(
            MceErrorCodes.ModelInvalid,
            $"'{path}' is no torch.export archive (.pt2); it seems to be {ModelFile.Describe(kind)}. {cure}",
            new Dictionary<string, string> { ["path"] = path, ["kind"] = kind.ToString() });
    }

    public static MceException Damaged(string path, string what, Exception? cause = null) => new(
        MceErrorCodes.ModelInvalid,
        $"'{path}' is a torch.export archive (.pt2) that is damaged or was not written by PyTorch: {Cut(what.TrimEnd('.'))}. Export or copy it again.",
        new Dictionary<string, string> { ["path"] = path },
        cause);

    public static MceException Unsupported(string path, ModelProblems problems) => new(
        MceErrorCodes.ModelUnsupported,
        $"'{path}' uses what this backend doesn't support ({problems.Count}): {Cut(string.Join("; ", problems))}. " +
        (problems.HasOperators
            ? "Save ep.run_decompositions() in place of ep (without an argument: PyTorch's own table then takes operators apart into simpler ones), or export to ONNX."
            : "Change that in the model and export it again, or export to ONNX."),
        new Dictionary<string, string> { ["path"] = path, ["problems"] = Cut(string.Join("; ", problems)) });

    private static string Cut(string text) => text.Length > LongestReason ? text[..LongestReason] + '…' : text;
}
