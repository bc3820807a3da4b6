using System.IO.Compression;
using Mce.Plugins.MLNet.Code;
using Mce.Plugins.MLNet.Files;
using Microsoft.ML;

namespace Mce.Plugins.MLNet;

/// <summary>Opens model files, and says what is wrong with those that can't be opened.</summary>
internal static class ModelReader
{
    /// <summary>The sizes of the parts when unpacked: about what the transforms keep of them in memory.</summary>
    public static long UnpackedBytes(string path)
    {
        using FileStream stream = ModelFile.OpenRead(path);
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return zip.Entries.Sum(e => e.Length);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            // Not a zip archive: Load will say so, and the estimate needs only to be a number.
            return stream.Length;
        }
    }

    /// <summary>Reads what the file says about itself and its parts; builds nothing of it.</summary>
    public static ModelContents ReadContents(ModelSource source, CancellationToken cancellationToken)
    {
        using FileStream stream = Open(source);
        try
        {
            return ModelContents.Read(stream, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Refused(source.Path, e);
        }
    }

    public static ITransformer Read(ModelCode code, ModelSource source, CancellationToken cancellationToken, out DataViewSchema inputSchema, out string? version)
    {
        string path = source.Path;
        using FileStream stream = Open(source);
        ITransformer transformer;
        try
        {
            ModelContents contents = ModelContents.Read(stream, cancellationToken);
            version = contents.Version;
            code.Prepare(source, contents.Parts);
            PartChecksums.Check(stream, cancellationToken);
            SchemaCheck.CheckAll(stream, cancellationToken);
            stream.Position = 0;
            transformer = code.Context.Model.Load(stream, out inputSchema);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Refused(path, e);
        }

        if (inputSchema is not null) return transformer;
        (transformer as IDisposable)?.Dispose();
        throw new MceException(
            MceErrorCodes.ModelUnsupported,
            $"'{path}' was saved without its input schema: save it again with mlContext.Model.Save(model, data.Schema, path).",
            Fields(path));
    }

    /// <summary>The error for a model that can't be used: ours with the file's name, or one that names ML.NET's cause.</summary>
    public static MceException Refused(string path, Exception cause)
    {
        if (cause is MceException own)
            return new MceException(own.Code, $"'{path}': {own.Message}", new Dictionary<string, string>(own.Fields) { ["path"] = path }, own);
        // The runtime's advice on how to trace its loader follows the sentence that counts.
        if (cause.GetBaseException() is DllNotFoundException native)
            return new MceException(
                MceErrorCodes.ModelUnsupported,
                $"'{path}' needs a native library that isn't here: {native.Message.Split(" In order ")[0].TrimEnd('.')}. Put it into the plugin's folder; it comes with the ML.NET package of the transform that asks for it.",
                Fields(path),
                cause);
        return new MceException(
            MceErrorCodes.ModelInvalid,
            $"'{path}' is an ML.NET model that ML.NET {typeof(MLContext).Assembly.GetName().Version?.ToString(3)} can't open: {Cause(cause)} " +
            "It may be damaged, or made by a newer version.",
            Fields(path),
            cause);
    }

    private static FileStream Open(ModelSource source)
    {
        ModelFileKind kind = ModelFile.Detect(source.Path);
        if (kind != ModelFileKind.MLNetZip) throw WrongKind(source.Path, kind);
        ModelArchive.Check(source.Path, source.Limits);
        return ModelFile.OpenRead(source.Path);
    }

    private static string Cause(Exception e)
    {
        // ML.NET wraps the cause in the names of its loaders.
        while (e.InnerException is not null) e = e.InnerException;
        return e.Message.TrimEnd('.') + '.';
    }

    private static MceException WrongKind(string path, ModelFileKind kind)
    {
        string cure = ModelFile.FrameworkFor(kind) is { } framework ? $"give this container the framework \"{framework}\""
            : kind switch
            {
                ModelFileKind.Empty or ModelFileKind.DamagedZip => "copy the file again",
                ModelFileKind.Text => "it may be a Git LFS pointer or an error page: fetch the file itself",
                ModelFileKind.TorchScript or ModelFileKind.TorchState or ModelFileKind.TorchExportOld or ModelFileKind.TorchAotInductor =>
                    "export the model with torch.export.save from PyTorch 2.8 or later and give the container the framework \"torch\"",
                _ => "save the model with mlContext.Model.Save(model, data.Schema, path)",
            };
        return new MceException(
            MceErrorCodes.ModelInvalid,
            $"'{path}' is {ModelFile.Describe(kind)}, not an ML.NET model: {cure}.",
            new Dictionary<string, string> { ["path"] = path, ["kind"] = kind.ToString() });
    }

    private static Dictionary<string, string> Fields(string path) => new() { ["path"] = path };
}
