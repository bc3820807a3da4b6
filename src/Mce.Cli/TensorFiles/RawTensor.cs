namespace Mce.Cli.TensorFiles;

/// <summary>Files of nothing but little-endian numbers, row-major: type and shape come from the model.</summary>
internal static unsafe class RawTensor
{
    public static InferenceTensor Read(TensorFileContent file, TensorSpec? spec)
    {
        string path = file.Path;
        if (spec is null) throw new UsageException($"'{path}' is neither .npy nor .json: raw numbers need a model that says their type and shape. Save it with numpy.save.");
        if (TensorElementTypes.IsManaged(spec.ElementType)) throw new UsageException($"'{path}' can't hold {spec} as raw bytes: give a .npy or .json file.");
        long[] dimensions = ShapeOf(file, spec);
        InferenceTensor tensor = NativeTensorMemory.CreateTensor(path, spec.ElementType, dimensions, file.Length);
        try
        {
            byte* data = (byte*)tensor.DangerousGetAddress();
            file.ReadExactly(data, file.Length, 0);
            if (spec.ElementType == TensorElementType.Boolean) RequireBooleans(path, data, file.Length);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    public static void Write(Stream stream, string path, InferenceTensor tensor)
    {
        if (TensorElementTypes.IsManaged(tensor.ElementType)) throw new UsageException($"'{path}' can't hold {tensor} as raw bytes: name a .npy or .json file.");
        NpyWriter.WriteFlat(stream, tensor);
    }

    // The length tells one unknown dimension; two could be anything.
    private static long[] ShapeOf(TensorFileContent file, TensorSpec spec)
    {
        if (!spec.HasRank) throw new UsageException($"'{file.Path}' is raw, and {spec} may have any shape: say it after a colon (FILE:1x4), or give a .npy file.");
        long[] dimensions = [.. spec.Dimensions.Select(d => d.Size ?? -1)];
        int unknown = Array.IndexOf(dimensions, -1);
        if (unknown != Array.LastIndexOf(dimensions, -1))
            throw new UsageException($"'{file.Path}' is raw, and {spec} has more than one unknown dimension: say the shape after a colon (FILE:1x4), or give a .npy file.");

        Int128 known = TensorElementTypes.SizeOf(spec.ElementType);
        foreach (long dimension in dimensions)
        {
            if (dimension >= 0) known *= dimension;
            if (known > long.MaxValue) throw new UsageException($"'{file.Path}' can't hold {spec}: its dimensions overflow.");
        }

        if (unknown < 0) return known == file.Length ? dimensions : throw TensorFileErrors.WrongLength(file.Path, spec.ToString(), (long)known, file.Length);
        if (known == 0 || file.Length % known != 0)
            throw new UsageException($"'{file.Path}' has {file.Length:N0} bytes, which is no multiple of the {(long)known:N0} that {spec} takes for each step of '{spec.Dimensions[unknown]}'.");
        dimensions[unknown] = (long)(file.Length / known);
        return dimensions;
    }

    private static void RequireBooleans(string path, byte* data, long count)
    {
        for (long i = 0; i < count; i++)
            if (data[i] > 1) throw new UsageException($"'{path}' holds byte {data[i]} at {i}; a bool is 0 or 1.");
    }
}
