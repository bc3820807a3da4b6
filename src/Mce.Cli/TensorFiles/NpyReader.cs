using System.Buffers.Binary;
using Mce.TensorFiles;

namespace Mce.Cli.TensorFiles;

/// <summary>Reads <c>.npy</c> files of versions 1 to 3. Every size is checked against the file before memory is taken.</summary>
internal static unsafe class NpyReader
{
    public static bool IsNpy(TensorFileContent file)
    {
        Span<byte> head = stackalloc byte[NpyHeader.MagicLength];
        return file.Read(head, 0) == head.Length && head.SequenceEqual(NpyHeader.Magic);
    }

    /// <param name="file">A file of this format.</param>
    /// <param name="spec">Tells bfloat16 from float32, and bytes from text; null = as the file has it.</param>
    public static InferenceTensor Read(TensorFileContent file, TensorSpec? spec)
    {
        NpyHeader header = ReadHeader(file);
        long bytes = CheckLength(file, header);
        long[] dimensions = header.IsFortranOrder ? [.. header.Dimensions.Reverse()] : header.Dimensions;
        InferenceTensor tensor = header.Type.Element == TensorElementType.String
            ? NpyText.Read(file, header, dimensions, asBytes: spec?.ElementType == TensorElementType.Bytes)
            : ReadNumbers(file, header, dimensions, bytes);
        if (header.IsFortranOrder) tensor = Transpose(tensor);
        return spec?.ElementType == TensorElementType.BFloat16 && tensor.ElementType == TensorElementType.Float32 ? Narrow(file.Path, tensor) : tensor;
    }

    private static NpyHeader ReadHeader(TensorFileContent file)
    {
        Span<byte> head = stackalloc byte[12];
        int length = NpyHeader.LengthOf(head[..file.Read(head, 0)]);
        if (length > file.Length) throw NpyFormatException.BadHeader($"it claims {length} bytes, and the file has {file.Length}");
        byte[] header = new byte[length];
        if (file.Read(header, 0) < length) throw NpyFormatException.BadHeader("the file ends within it");
        return NpyHeader.Parse(header);
    }

    private static long CheckLength(TensorFileContent file, NpyHeader header)
    {
        long found = file.Length - header.DataOffset;
        string what = $"{header.Type.Name} of shape [{string.Join(", ", header.Dimensions)}]";
        Int128 needed = header.Type.ItemSize;
        if (header.Dimensions.Contains(0)) needed = 0;
        foreach (long dimension in header.Dimensions)
        {
            needed *= dimension;
            if (needed > long.MaxValue) throw TensorFileErrors.BadHeader(file.Path, $"{what} overflows");
        }

        return needed == found ? found : throw TensorFileErrors.WrongLength(file.Path, what, (long)needed, found);
    }

    private static InferenceTensor ReadNumbers(TensorFileContent file, NpyHeader header, long[] dimensions, long bytes)
    {
        InferenceTensor tensor = NativeTensorMemory.CreateTensor(file.Path, header.Type.Element, dimensions, bytes);
        try
        {
            byte* data = (byte*)tensor.DangerousGetAddress();
            file.ReadExactly(data, bytes, header.DataOffset);
            // Native code takes any other byte than 0 and 1 for a lie.
            if (tensor.ElementType == TensorElementType.Boolean) ForEachChunk<byte>(data, bytes, Normalize);
            else if (header.Type.IsBigEndian) Swap(data, bytes, header.Type.ItemSize);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static void Normalize(Span<byte> values)
    {
        foreach (ref byte value in values)
            if (value > 1) value = 1;
    }

    private static void Swap(byte* data, long bytes, int size)
    {
        if (size == 2) ForEachChunk<ushort>(data, bytes, span => BinaryPrimitives.ReverseEndianness(span, span));
        else if (size == 4) ForEachChunk<uint>(data, bytes, span => BinaryPrimitives.ReverseEndianness(span, span));
        else if (size == 8) ForEachChunk<ulong>(data, bytes, span => BinaryPrimitives.ReverseEndianness(span, span));
    }

    private static InferenceTensor Transpose(InferenceTensor reversed)
    {
        using (reversed)
        {
            int[] order = [.. Enumerable.Range(0, reversed.Rank).Reverse()];
            using InferenceTensor strided = reversed.Permute(order);
            return strided.ToContiguous();
        }
    }

    private static InferenceTensor Narrow(string path, InferenceTensor wide)
    {
        using (wide)
        {
            InferenceTensor narrow = NativeTensorMemory.CreateTensor(path, TensorElementType.BFloat16, wide.Dimensions, wide.ElementCount * sizeof(BFloat16));
            float* source = (float*)wide.DangerousGetAddress();
            BFloat16* target = (BFloat16*)narrow.DangerousGetAddress();
            for (long i = 0; i < wide.ElementCount; i++) target[i] = (BFloat16)source[i];
            return narrow;
        }
    }

    // A span holds at most 2^31 elements; a file may hold more.
    private static void ForEachChunk<T>(byte* data, long bytes, SpanAction<T> action)
        where T : unmanaged
    {
        const int Chunk = 1 << 28;
        T* values = (T*)data;
        for (long left = bytes / sizeof(T); left > 0; left -= Chunk, values += Chunk) action(new Span<T>(values, (int)Math.Min(left, Chunk)));
    }

    private delegate void SpanAction<T>(Span<T> values);
}
