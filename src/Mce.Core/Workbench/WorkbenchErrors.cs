namespace Mce;

/// <summary>Errors of the workbench.</summary>
internal static class WorkbenchErrors
{
    public static MceException NoFramework(string path, ModelFileKind kind) => new(
        MceErrorCodes.ModelInvalid,
        $"'{path}' is {ModelFile.Describe(kind)}, which no framework here serves. There are: ONNX models (.onnx, .ort), ML.NET models (.zip), torch.export archives (.pt2). {Cure(kind)}",
        new Dictionary<string, string> { ["path"] = path, ["kind"] = kind.ToString() });

    private static string Cure(ModelFileKind kind) => kind switch
    {
        ModelFileKind.TorchScript or ModelFileKind.TorchState or ModelFileKind.TorchExportOld or ModelFileKind.TorchAotInductor or ModelFileKind.Pickle or ModelFileKind.SafeTensors =>
            "Export the model with torch.export.save from PyTorch 2.8 or later, or to ONNX.",
        ModelFileKind.Hdf5 or ModelFileKind.TensorFlowLite => "Convert it to ONNX with tf2onnx.",
        ModelFileKind.Text => "It may be a Git LFS pointer or an error page: fetch the file itself.",
        ModelFileKind.Empty or ModelFileKind.DamagedZip => "Copy the file again.",
        _ => "If it is one of these all the same, name its framework.",
    };
}
