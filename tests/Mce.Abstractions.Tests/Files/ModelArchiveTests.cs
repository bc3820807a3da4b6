using System.Buffers.Binary;
using System.IO.Compression;

namespace Mce.Abstractions.Tests.Files;

public sealed class ModelArchiveTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"mce-{Guid.NewGuid():N}.zip");

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Check_SoundArchive_Passes(CompressionLevel level)
    {
        Write(level, ("Model.key", 100), ("Transform_000/Model.key", 5_000), ("a\\b", 0));

        ModelArchive.Check(_path, SizeLimits.Default);
    }

    [Fact]
    public void Check_ArchiveWrittenToAStreamThatCantSeek_Passes()
    {
        // The sizes stand behind each entry then.
        using (FileStream file = File.Create(_path))
        using (var oneWay = new OneWayStream(file))
        using (var zip = new ZipArchive(oneWay, ZipArchiveMode.Create))
        using (Stream entry = zip.CreateEntry("x").Open())
            entry.Write(new byte[1_000]);

        ModelArchive.Check(_path, SizeLimits.Default);
    }

    [Theory]
    [InlineData("../x", "leads out")]
    [InlineData("a/../../x", "leads out")]
    [InlineData("..\\x", "leads out")]
    [InlineData("/etc/x", "absolute")]
    [InlineData("C:/x", "absolute")]
    public void Check_NameThatLeadsOut_Refused(string name, string says)
    {
        Write(CompressionLevel.NoCompression, (name, 1));

        Refused(says);
    }

    [Fact]
    public void Check_FoldersWithoutEnd_Refused()
    {
        Write(CompressionLevel.NoCompression, (string.Concat(Enumerable.Repeat("d/", 100)) + "x", 1));

        Refused("folders deep");
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a/b", "a\\b")]
    public void Check_TwoEntriesOfOneName_Refused(string first, string second)
    {
        Write(CompressionLevel.NoCompression, (first, 1), (second, 2));

        Refused("two entries");
    }

    [Fact]
    public void Check_UnpacksToFarMoreThanItHolds_Refused()
    {
        Write(CompressionLevel.Optimal, ("x", 300 << 20));

        Refused("zip bomb");
    }

    [Theory]
    [InlineData(8, "encrypted")] // flags
    [InlineData(10, "another compression", 8)] // method
    [InlineData(20, "claims")] // compressed size
    [InlineData(24, "claims")] // size
    [InlineData(42, "contradicts")] // offset
    [InlineData(46, "another name")] // name
    public void Check_DirectoryThatContradictsTheEntry_Refused(int offset, string says, byte value = 1)
    {
        Write(CompressionLevel.NoCompression, ("abc", 100));
        byte[] bytes = File.ReadAllBytes(_path);
        int record = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        bytes[record + offset] = (byte)(offset == 10 ? value : bytes[record + offset] ^ value);
        File.WriteAllBytes(_path, bytes);

        Refused(says);
    }

    [Fact]
    public void Check_EntriesThatShareBytes_Refused()
    {
        Write(CompressionLevel.NoCompression, ("aa", 10), ("bb", 10));
        byte[] bytes = File.ReadAllBytes(_path);
        int first = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        int second = first + 1 + bytes.AsSpan(first + 1).IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(second + 42), 0);
        File.WriteAllBytes(_path, bytes);

        Refused("overlap");
    }

    [Fact]
    public void Check_BytesBehindTheEnd_Refused()
    {
        Write(CompressionLevel.NoCompression, ("a", 1));
        File.AppendAllText(_path, "x");

        Refused("bytes follow its end");
    }

    [Fact]
    public void Check_CutAnywhere_RefusedByName()
    {
        Write(CompressionLevel.NoCompression, ("a", 10), ("b", 10));
        byte[] whole = File.ReadAllBytes(_path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_path, whole[..length]);

            MceException error = Assert.Throws<MceException>(() => ModelArchive.Check(_path, SizeLimits.Default));

            Assert.Equal(MceErrorCodes.ModelInvalid, error.Code);
        }
    }

    [Fact]
    public void Check_MoreEntriesThanAllowed_LimitExceeded()
    {
        Write(CompressionLevel.NoCompression, ("a", 1), ("b", 1), ("c", 1));

        MceException error = Assert.Throws<MceException>(() => ModelArchive.Check(_path, new SizeLimits { MaxArchiveEntries = 2 }));

        Assert.Equal(MceErrorCodes.LimitExceeded, error.Code);
        Assert.Equal(nameof(SizeLimits.MaxArchiveEntries), error.Fields["limit"]);
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private void Refused(string says)
    {
        MceException error = Assert.Throws<MceException>(() => ModelArchive.Check(_path, SizeLimits.Default));

        Assert.Equal(MceErrorCodes.ModelInvalid, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(_path, error.Message, StringComparison.Ordinal);
    }

    private void Write(CompressionLevel level, params (string Name, int Length)[] entries)
    {
        using ZipArchive zip = ZipFile.Open(_path, ZipArchiveMode.Create);
        foreach ((string name, int length) in entries)
        {
            using Stream stream = zip.CreateEntry(name, level).Open();
            stream.Write(new byte[length]);
        }
    }

    private sealed class OneWayStream(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
