using Mce.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mce.AspNetCore.Tests.SageMaker;

/// <summary>A client that goes away takes its work with it.</summary>
public sealed class AbortTests
{
    [Fact]
    public async Task Invoke_ClientLeavesWhileTheModelRuns_StopsTheModel()
    {
        var model = Models.OfRows().Maps(x => x).Stalls(call => call.Number == 1);
        await using HttpHost host = await Start(model);
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/endpoints/numbers/invocations") { Content = HttpHost.Json("[[1]]") };
        request.Headers.Add("X-Amzn-SageMaker-Target-Container-Hostname", "one");
        Task<HttpResponseMessage> pending = host.Client.SendAsync(request, leaving.Token);
        await model.HeldAsync();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);

        // One instance: the next request is answered only once the first call has been stopped.
        using HttpResponseMessage next = await host.InvokeAsync("numbers", "one", "[[2]]");
        Assert.True(next.IsSuccessStatusCode);
        Assert.Equal(0, model.RunningCalls);
    }

    [Fact]
    public async Task Invoke_ClientLeavesInTheMiddleOfItsBody_NeverReachesTheModel()
    {
        var model = Models.OfRows().Maps(x => x);
        await using HttpHost host = await Start(model);
        using (RawConnection connection = await RawConnection.OpenAsync(host.Address))
            await connection.SendAsync(RawConnection.Head("numbers", "one", 1000) + "[[1,2,");

        using HttpResponseMessage next = await host.InvokeAsync("numbers", "one", "[[2]]");

        Assert.True(next.IsSuccessStatusCode);
        Assert.Equal(1, model.Calls);
    }

    [Fact]
    public async Task Invoke_ClientThatNeverSendsItsBody_IsGivenUpAtTheTimeout()
    {
        var begun = new TaskCompletionSource();
        await using HttpHost host = await Start(Models.OfRows().Maps(x => x), services => services.AddMceHttp(o => o.Codecs.Insert(0, new SignallingCodec(begun))));
        using RawConnection connection = await RawConnection.OpenAsync(host.Address);
        await connection.SendAsync(RawConnection.Head("numbers", "one", 1000).Replace("application/json", "x/slow", StringComparison.Ordinal));
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));

        host.Test.Time.Advance(TimeSpan.FromSeconds(61));

        (int status, string body) = await connection.ReadAsync();
        Assert.Equal(424, status);
        Assert.Contains("\"OriginalStatusCode\":0", body, StringComparison.Ordinal);
    }

    private static Task<HttpHost> Start(ScriptedModel model, Action<IServiceCollection>? services = null) => HttpHost.StartAsync(
        test => test.AddModel("m", model).AddEndpoint("numbers", e => e.AddContainer("one", "scripted", "m", c => c.WithInstances(1))), services);

    private sealed class SignallingCodec(TaskCompletionSource begun) : InferenceCodec("x/slow")
    {
        public override async ValueTask ReadAsync(InferenceInputs inputs, System.IO.Pipelines.PipeReader body, CancellationToken cancellationToken)
        {
            begun.TrySetResult();
            System.IO.Pipelines.ReadResult read = await body.ReadAtLeastAsync(1000, cancellationToken);
            body.AdvanceTo(read.Buffer.End);
        }

        public override void Write(InferenceOutputs outputs, System.Buffers.IBufferWriter<byte> body) => throw new NotSupportedException();
    }
}
