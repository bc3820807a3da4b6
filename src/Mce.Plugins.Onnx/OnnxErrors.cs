using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Mce.Plugins.Onnx.Files;
using Mce.Plugins.Onnx.Native;

namespace Mce.Plugins.Onnx;

/// <summary>Every error of the plugin that more than one place throws.</summary>
internal static partial class OnnxErrors
{
    private const int LongestName = 200;

    // It repeats the file's names, which may be as long as the file.
    private const int LongestReason = 4_000;

    // ONNX Runtime has one code for damaged files and for sound ones that ask for too much; its words tell them apart.
    private static readonly string[] Unsupported = ["is not a registered function/op", "No Op registered for", "is not currently registered or supported"];

    /// <summary>The file isn't for this framework.</summary>
    public static MceException WrongKind(string path, ModelFileKind kind)
    {
        string cure = ModelFile.FrameworkFor(kind) is { } framework
            ? $"Serve it with framework \"{framework}\"."
            : kind switch
            {
                ModelFileKind.Empty or ModelFileKind.DamagedZip or ModelFileKind.Text => "Fetch the file again: it is not the model itself.",
                ModelFileKind.TorchScript or ModelFileKind.TorchState or ModelFileKind.Pickle => "Export the model with torch.onnx.export, or skl2onnx for scikit-learn.",
                _ => "Export the model to ONNX.",
            };
        return new MceException(
            MceErrorCodes.ModelInvalid,
            $"'{path}' is no ONNX model; it is {ModelFile.Describe(kind)}. {cure}",
            new Dictionary<string, string> { ["path"] = path, ["kind"] = kind.ToString() });
    }

    /// <summary>The file starts like an ONNX model and isn't a whole one.</summary>
    public static MceException Damaged(string path, ModelFileKind kind, InvalidDataException cause) => kind == ModelFileKind.Unknown
        ? WrongKind(path, kind)
        : new MceException(
            MceErrorCodes.ModelInvalid,
            $"'{path}' seems to be an ONNX model that is cut or damaged: {Shorten(cause.Message, LongestReason)}. Fetch or export the file again.",
            new Dictionary<string, string> { ["path"] = path, ["kind"] = kind.ToString() },
            cause);

    /// <summary>A file with weights isn't beside the model.</summary>
    public static MceException WeightsMissing(string path, string weights) => new(
        MceErrorCodes.ModelInvalid,
        $"The ONNX model '{path}' keeps weights in '{weights}', which isn't beside it. Copy both files to one folder.",
        new Dictionary<string, string> { ["path"] = path, ["missing"] = weights });

    /// <summary>The file is of a version that this ONNX Runtime lacks.</summary>
    public static MceException TooNew(string path, string what, string newest, string field, long version) => new(
        MceErrorCodes.ModelInvalid,
        $"The ONNX model '{path}' {what}; ONNX Runtime {OnnxBackend.RuntimeVersion} reads up to {newest}. "
        + "Export it again for that version, or use a newer build of the plugin.",
        new Dictionary<string, string> { ["path"] = path, [field] = version.ToString(CultureInfo.InvariantCulture) });

    /// <summary>Operators of somebody who extended ONNX.</summary>
    public static MceException UnknownDomain(string path, OperatorName[] operators) => new(
        MceErrorCodes.ModelUnsupported,
        $"The ONNX model '{path}' uses operators that ONNX Runtime {OnnxBackend.RuntimeVersion} doesn't have: "
        + $"{string.Join(", ", operators.Take(10).Select(o => Shorten($"{o.Domain}.{o.Name}")))}{(operators.Length > 10 ? ", …" : "")}. "
        + "Export it with operators of ONNX itself, or with the operators as functions of the model.",
        new Dictionary<string, string> { ["path"] = path, ["operator"] = Shorten($"{operators[0].Domain}.{operators[0].Name}") });

    /// <summary>The file is longer than protobuf allows.</summary>
    public static MceException FileTooLarge(string path, long length) => new(
        MceErrorCodes.ModelInvalid,
        $"'{path}' has {length:N0} bytes, and an ONNX file has at most 2 GiB. Save the model with its weights in a file of their own (external data).",
        new Dictionary<string, string> { ["path"] = path });

    /// <summary>ONNX Runtime refused the file.</summary>
    public static MceException LoadFailed(string path, OnnxFileInfo? info, OrtException cause)
    {
        var fields = new Dictionary<string, string> { ["path"] = path };
        string subject = $"ONNX Runtime {OnnxBackend.RuntimeVersion} can't open '{path}'";
        if (MissingOperator().Match(cause.Message) is { Success: true } missing)
        {
            fields["operator"] = Shorten(missing.Groups["name"].Value);
            subject += $": it has no operator {fields["operator"]} for these types and this operator set";
        }

        bool unsupported = fields.ContainsKey("operator") || cause.Code == OrtErrorCode.NotImplemented
            || Unsupported.Any(text => cause.Message.Contains(text, StringComparison.Ordinal));
        string uses = info is null ? "" : $" The file has IR version {info.IrVersion} and uses {info.OperatorSetText}.";
        string cure = unsupported
            ? "Export it with operators and element types that ONNX Runtime has on this device"
            : "Export it again, for an operator set that this version of ONNX Runtime knows";
        string reason = cause.Message.Replace($"Load model from {path} failed:", "", StringComparison.Ordinal).TrimEnd(' ', '\n', '.');
        return new MceException(
            unsupported ? MceErrorCodes.ModelUnsupported : MceErrorCodes.ModelInvalid,
            $"{subject}: {Shorten(reason, LongestReason)}.{uses} {cure}.",
            fields,
            cause);
    }

    /// <summary>ONNX Runtime reported an error during a call.</summary>
    public static MceException RunFailed(ModelExecutionContext context, string path, OrtException cause)
    {
        if (cause.Code == OrtErrorCode.InvalidArgument)
        {
            try
            {
                ModelSignature signature = context.Signature;
                for (int i = 0; i < signature.Inputs.Length; i++)
                    if (context.GetInput(i) is { } tensor) signature.Inputs[i].Validate(tensor);
            }
            catch (MceException better)
            {
                return better;
            }
        }

        return new MceException(
            MceErrorCodes.ModelFailed,
            $"The ONNX model '{path}' failed: {cause.Message.TrimEnd()}",
            new Dictionary<string, string> { ["path"] = path },
            cause);
    }

    /// <summary>An input that isn't optional was left out.</summary>
    public static MceException InputMissing(TensorSpec spec) => new(
        MceErrorCodes.InputMissing,
        $"The input {spec} is missing.",
        new Dictionary<string, string> { ["name"] = spec.Name });

    /// <summary>An output that isn't optional holds nothing. ONNX Runtime's functions that look into values don't ask first.</summary>
    public static MceException NothingReturned(TensorSpec spec) => new(
        MceErrorCodes.ModelFailed,
        $"The model returned nothing for output {spec}, as it can when an optional input is left out. Give the optional inputs.",
        new Dictionary<string, string> { ["name"] = spec.Name });

    /// <summary>A tensor that native code can't take as it is.</summary>
    [DoesNotReturn]
    public static void ThrowUnusable(TensorSpec spec, InferenceTensor tensor)
    {
        spec.Validate(tensor);
        throw new MceException(
            MceErrorCodes.TensorInvalid,
            $"The memory of '{spec.Name}' ({tensor} on {tensor.Device}) must be contiguous host memory, and writable for an output.",
            new Dictionary<string, string> { ["name"] = spec.Name, ["given"] = tensor.ToString() });
    }

    /// <summary>Cuts text of a file's, which may be as long as the file.</summary>
    public static string Shorten(string text, int length = LongestName) => text.Length > length ? text[..length] + '…' : text;

    // "Could not find an implementation for Abs(1) node", "my.domain:Abs(-1) is not a registered function/op", "No Op registered for Abs with …"
    [GeneratedRegex(@"implementation for (?<name>[^\s(]+)\(|Fatal error: (?<name>[^\s(]+)\(-?\d+\) is not a registered|No Op registered for (?<name>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex MissingOperator();
}
