using System.IO.Compression;
using System.Net;
using System.Text;
using Mce.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Mce.AspNetCore.Tests.SageMaker;

/// <summary>Bodies at and over the limit, declared, chunked and compressed.</summary>
public sealed class BodyLimitTests : IAsyncLifetime
{
    private const int Limit = 6_291_456;

    private readonly ScriptedModel _model = Models.OfRows().Answers(1);
    private HttpHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpHost.StartAsync(
        test => test.AddModel("m", _model).AddEndpoint("numbers", e => e.AddContainer("one", "scripted", "m")),
        services => services.AddRequestDecompression(),
        app =>
        {
            app.MapSageMakerRuntime();
            app.UseRouting();
            app.UseRequestDecompression();
        });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Invoke_BodyOfExactlyTheLimit_IsAnswered()
    {
        using HttpResponseMessage response = await _host.InvokeAsync("numbers", "one", Padded(Limit));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Invoke_BodyOneByteOver_IsAValidationErrorAndTheConnectionCanReadIt()
    {
        using HttpResponseMessage response = await _host.InvokeAsync("numbers", "one", Padded(Limit + 1));

        AwsError error = await AwsError.ReadAsync(response);
        Assert.Equal((HttpStatusCode.BadRequest, "ValidationError"), (error.Status, error.Type));
        Assert.Contains("6291456", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _model.Calls);
    }

    [Fact]
    public async Task Invoke_DeclaredBodyOverTheLimit_IsRefusedBeforeAByteOfItIsSent()
    {
        using RawConnection connection = await RawConnection.OpenAsync(_host.Address);

        await connection.SendAsync(RawConnection.Head("numbers", "one", Limit + 1L));

        Assert.Equal(400, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task Invoke_ChunkedBodyOverTheLimit_IsRefusedWhileItIsRead()
    {
        var body = new StreamContent(new NeverEnding());
        body.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/endpoints/numbers/invocations") { Content = body };
        request.Headers.Add("X-Amzn-SageMaker-Target-Container-Hostname", "one");
        request.Headers.TransferEncodingChunked = true;

        try
        {
            using HttpResponseMessage response = await _host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("ValidationError", (await AwsError.ReadAsync(response)).Type);
        }
        catch (HttpRequestException e)
        {
            // The client may notice the closed connection, since it never stops sending, before it reads the answer.
            Assert.IsAssignableFrom<IOException>(e.InnerException);
        }

        using HttpResponseMessage next = await _host.InvokeAsync("numbers", "one", "[[1]]");
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Equal(1, _model.Calls);
    }

    [Fact]
    public async Task Invoke_CompressedBody_IsTakenWhereTheAppDecompresses()
    {
        using HttpResponseMessage response = await _host.InvokeAsync("numbers", "one", Gzip("[[1]]"u8.ToArray()));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Invoke_GzipBomb_IsRefusedAtTheLimit()
    {
        byte[] spaces = new byte[100 << 20];
        Array.Fill(spaces, (byte)' ');

        using HttpResponseMessage response = await _host.InvokeAsync("numbers", "one", Gzip(spaces));

        AwsError error = await AwsError.ReadAsync(response);
        Assert.Equal((HttpStatusCode.BadRequest, "ValidationError"), (error.Status, error.Type));
        Assert.Equal(0, _model.Calls);
    }

    [Fact]
    public async Task Invoke_CompressedBodyWhereTheAppDoesnt_SaysWhatToDo()
    {
        await using HttpHost host = await HttpHost.StartAsync(test => test.AddModel("m", _model).AddEndpoint("numbers", e => e.AddContainer("one", "scripted", "m")));

        using HttpResponseMessage response = await host.InvokeAsync("numbers", "one", Gzip("[[1]]"u8.ToArray()));

        AwsError error = await AwsError.ReadAsync(response);
        Assert.Equal(("ModelError", 415), (error.Type, error.OriginalStatusCode));
        Assert.Contains("UseRequestDecompression", error.Message, StringComparison.Ordinal);
    }

    private static StringContent Padded(int length)
    {
        const string values = "[[1]]";
        return HttpHost.Json(values + new string(' ', length - values.Length));
    }

    private static ByteArrayContent Gzip(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.Write(bytes);
        var content = new ByteArrayContent(compressed.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private sealed class NeverEnding : Stream
    {
        private static readonly byte[] Piece = Encoding.ASCII.GetBytes(new string(' ', 64 << 10));

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int length = Math.Min(count, Piece.Length);
            Piece.AsSpan(0, length).CopyTo(buffer.AsSpan(offset));
            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
