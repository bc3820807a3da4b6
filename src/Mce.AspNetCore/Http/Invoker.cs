using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Features.Authentication;
using Microsoft.Extensions.Logging;

namespace Mce.AspNetCore;

/// <summary>
/// What every HTTP face does once it knows where a request goes: reads the inputs, runs the request, writes the answer. Thread-safe.
/// </summary>
internal sealed class Invoker(IInferenceServer server, MceHttpOptions options, InvocationCallPool calls, ILogger<Invoker> logger)
{
    private readonly CodecSelector _codecs = new(options.Codecs);

    /// <summary>Runs one invocation to its answer, or to the reason why there is none; in that case the response is untouched.</summary>
    /// <returns>
    /// Null: answered, or nobody is there any more. Otherwise an <see cref="MceException"/>, or a <see cref="BadHttpRequestException"/>
    /// where the body itself broke a limit or HTTP.
    /// </returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Exception?> RunAsync(HttpContext http, InvocationAddress address)
    {
        InvocationCall call = calls.Rent(address.Endpoint);
        try
        {
            call.Begin(address, options.InvocationTimeout, http.RequestAborted);
            (InferenceCodec reader, InferenceCodec writer, MediaType accept) = Prepare(http, call);
            await reader.ReadAsync(call.Inputs, http.Request.BodyReader, call.Token).ConfigureAwait(false);
            Complete(http, call);
            using InferenceResponse response = await server.InvokeAsync(call.Request, call.Token).ConfigureAwait(false);
            options.PrepareResponse?.Invoke(http, response);
            _codecs.RequireWritable(writer, accept, response.Specs, call.Inputs.Signature);
            Write(http.Response, writer, new InferenceOutputs(response, accept, call.Inputs.Form), call.Answer);
            return null;
        }
        catch (Exception e)
        {
            return Explain(e, http, call);
        }
        finally
        {
            calls.Return(call);
        }
    }

    // All that can be refused without the body is refused before it is read.
    private (InferenceCodec Reader, InferenceCodec Writer, MediaType Accept) Prepare(HttpContext http, InvocationCall call)
    {
        ModelSignature signature = server.GetSignature(call.Request);
        call.IsRouted = true;

        HttpRequest request = http.Request;
        if (request.ContentLength > options.MaxRequestBytes)
        {
            LetGoBy(http);
            throw BodyTooLarge();
        }

        var contentType = new MediaType(request.ContentType);
        InferenceCodec reader = _codecs.ForBody(contentType);
        RefuseEncoding(request.Headers.ContentEncoding);
        (InferenceCodec writer, MediaType accept) = _codecs.ForAnswer(request.Headers.Accept, reader, signature);
        call.Inputs.Begin(signature, contentType);
        return (reader, writer, accept);
    }

    private void Complete(HttpContext http, InvocationCall call)
    {
        call.IsRead = true;
        call.Inputs.AddTo(call.Request.Inputs);
        // The property of the context would make an anonymous user where there is none.
        if (http.Features.Get<IHttpAuthenticationFeature>()?.User is { Identity: { IsAuthenticated: true } identity } user)
        {
            call.Request.Principal = user;
            call.Request.Caller = identity.Name;
        }

        options.PrepareRequest?.Invoke(http, call.Request);
    }

    // Unflushed: head and body go out together when the request ends.
    private void Write(HttpResponse http, InferenceCodec codec, InferenceOutputs outputs, AnswerBuffer buffer)
    {
        string contentType = codec.GetContentType(outputs);
        if (codec.GetLength(outputs) is { } length)
        {
            if (length > options.MaxResponseBytes) throw AnswerBuffer.TooLarge(options.MaxResponseBytes);
            http.ContentType = contentType;
            http.ContentLength = length;
            codec.Write(outputs, http.BodyWriter);
            return;
        }

        buffer.Begin(options.MaxResponseBytes);
        codec.Write(outputs, buffer);
        http.ContentType = contentType;
        http.ContentLength = buffer.Written.Length;
        http.BodyWriter.Write(buffer.Written);
    }

    private Exception? Explain(Exception error, HttpContext http, InvocationCall call)
    {
        if (http.RequestAborted.IsCancellationRequested || error is ConnectionResetException)
        {
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest; // for logs and metrics
            return null;
        }

        switch (error)
        {
            case MceException { Code: not MceErrorCodes.Internal }:
                return error;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return BodyTooLarge();
            case BadHttpRequestException:
                return error;
            // What Kestrel throws for a chunk whose length overflows, and a decompressor for what was never compressed.
            case IOException or InvalidDataException when !call.IsRead:
                return new BadHttpRequestException("The body can't be read: it isn't sent as HTTP says.", error);
            case OperationCanceledException when call.Token.IsCancellationRequested:
                return new MceException(
                    MceErrorCodes.DeadlineExceeded,
                    $"The invocation wasn't through in {options.InvocationTimeout.TotalSeconds:0.###} s, which covers sending its body, waiting and running.",
                    isTransient: true);
            case ObjectDisposedException { ObjectName: nameof(MceServer) }:
            case ObjectDisposedException when !call.IsRouted:
                return new MceException(MceErrorCodes.NotReady, "The server is stopped and takes no requests.");
            default:
                HttpLog.InvocationFailed(logger, call.Request.Endpoint, call.Request.TargetContainer, call.Request.InferenceId, error);
                return new MceException(MceErrorCodes.Internal, "The request failed for a reason inside the server.", innerException: error);
        }
    }

    // A client that sends its whole body before it looks for an answer finds one only if somebody takes the body meanwhile. The web server
    // does that after the answer, for a few seconds, and throws what comes away; at the limit it would close the connection instead.
    private static void LetGoBy(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = null;
    }

    private BadHttpRequestException BodyTooLarge() =>
        new($"HTTP content length exceeded {options.MaxRequestBytes} bytes.", StatusCodes.Status413PayloadTooLarge);

    private static void RefuseEncoding(string? encoding)
    {
        if (string.IsNullOrEmpty(encoding) || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)) return;
        throw new MceException(
            MceErrorCodes.BodyTypeUnsupported,
            $"The Content-Encoding '{BodyErrors.Cut(encoding)}' isn't taken: send the body as it is, or let the app add UseRequestDecompression, which keeps to the size limit.",
            new Dictionary<string, string> { ["contentEncoding"] = BodyErrors.Cut(encoding) });
    }
}
