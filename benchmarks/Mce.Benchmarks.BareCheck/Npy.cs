using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Mce.Benchmarks.BareCheck;

/// <summary>A .npy file of version 1, little-endian, row-major: all that this benchmark writes.</summary>
internal sealed record Npy(TensorElementType Type, long[] Shape, byte[] Data)
{
    public static Npy Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int start = 10 + file[8] + (file[9] << 8);
        string header = Encoding.Latin1.GetString(file, 10, start - 10);
        int descr = header.IndexOf("'descr': '", StringComparison.Ordinal) + 10;
        int shape = header.IndexOf('(', StringComparison.Ordinal) + 1;
        TensorElementType type = header[(descr + 1)..(descr + 3)] switch
        {
            "b1" => TensorElementType.Bool,
            "i1" => TensorElementType.Int8,
            "i2" => TensorElementType.Int16,
            "i4" => TensorElementType.Int32,
            "i8" => TensorElementType.Int64,
            "u1" => TensorElementType.UInt8,
            "u2" => TensorElementType.UInt16,
            "u4" => TensorElementType.UInt32,
            "u8" => TensorElementType.UInt64,
            "f2" => TensorElementType.Float16,
            "f4" => TensorElementType.Float,
            "f8" => TensorElementType.Double,
            string other => throw new InvalidDataException(other),
        };
        string[] sizes = header[shape..header.IndexOf(')', shape)].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new Npy(type, [.. sizes.Select(long.Parse)], GC.AllocateUninitializedArray<byte>(file.Length - start, pinned: true)).Fill(file.AsSpan(start));
    }

    /// <summary>Over the same memory, which stays where it is.</summary>
    public unsafe OrtValue ToValue()
    {
        fixed (byte* data = Data) return OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, Type, Shape, (nint)data, Data.Length);
    }

    /// <summary>Whether a value is this one, within a tolerance for float32.</summary>
    public bool IsClose(OrtValue value, double rtol, double atol)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        if (info.ElementDataType != Type || !info.Shape.AsSpan().SequenceEqual(Shape)) return false;
        ReadOnlySpan<byte> given = Data.Length == 0 ? [] : value.GetTensorMutableRawData();
        if (given.SequenceEqual(Data)) return true;
        if (Type != TensorElementType.Float) return false;
        ReadOnlySpan<float> actual = MemoryMarshal.Cast<byte, float>(given), expected = MemoryMarshal.Cast<byte, float>(Data);
        for (int i = 0; i < expected.Length; i++)
            if (!(Math.Abs((double)actual[i] - expected[i]) <= atol + (rtol * Math.Abs(expected[i])))) return false;
        return true;
    }

    private Npy Fill(ReadOnlySpan<byte> content)
    {
        content.CopyTo(Data);
        return this;
    }
}
