using System.Net;
using Mce.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Mce.AspNetCore.Tests.SageMaker;

/// <summary>Errors that are the server's: each with AWS's type and status.</summary>
public sealed class ServerErrorTests
{
    public static TheoryData<string, bool, int, string> Codes => new()
    {
        { MceErrorCodes.NotReady, true, 429, "ModelNotReadyException" },
        { MceErrorCodes.NotReady, false, 503, "ServiceUnavailable" },
        { MceErrorCodes.Overloaded, true, 503, "ServiceUnavailable" },
        { MceErrorCodes.Internal, false, 500, "InternalFailure" },
        { MceErrorCodes.PluginInvalid, false, 530, "InternalDependencyException" },
        { MceErrorCodes.NativeLibraryUnavailable, false, 530, "InternalDependencyException" },
        { MceErrorCodes.FrameworkNotFound, false, 530, "InternalDependencyException" },
        { MceErrorCodes.NotSupported, false, 400, "ValidationError" },
        { MceErrorCodes.ModelInvalid, false, 424, "ModelError" },
        { MceErrorCodes.LimitExceeded, false, 424, "ModelError" },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Invoke_ErrorOfTheServer_HasAwsTypeAndStatus(string code, bool isTransient, int status, string type)
    {
        await using HttpHost host = await Failing(() => new MceException(code, "why", isTransient: isTransient));

        using HttpResponseMessage response = await host.InvokeAsync("any", null, "[1]");

        AwsError error = await AwsError.ReadAsync(response);
        Assert.Equal(((HttpStatusCode)status, type), (error.Status, error.Type));
    }

    [Fact]
    public async Task Invoke_UnexpectedException_TellsNothingOfIt()
    {
        await using HttpHost host = await Failing(() => new InvalidOperationException("secret"));

        using HttpResponseMessage response = await host.InvokeAsync("any", null, "[1]");

        AwsError error = await AwsError.ReadAsync(response);
        Assert.Equal((HttpStatusCode.InternalServerError, "InternalFailure"), (error.Status, error.Type));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_DisposedServer_IsUnavailable()
    {
        await using HttpHost host = await HttpHost.StartAsync(services => services.AddSingleton<IInferenceServer>(
            new StubServer(() => new UnreachableException(), () => new ObjectDisposedException("server"))));

        using HttpResponseMessage response = await host.InvokeAsync("any", null, "[1]");

        Assert.Equal("ServiceUnavailable", (await AwsError.ReadAsync(response)).Type);
    }

    [Fact]
    public async Task Invoke_ServerDisposedAfterRouting_IsUnavailable()
    {
        await using HttpHost host = await Failing(() => new ObjectDisposedException(nameof(MceServer)));

        using HttpResponseMessage response = await host.InvokeAsync("any", null, "[1]");

        Assert.Equal("ServiceUnavailable", (await AwsError.ReadAsync(response)).Type);
    }

    [Fact]
    public async Task Invoke_FullQueue_SaysWhenToComeBack()
    {
        var gate = new Gate();
        var model = Models.OfRows().Maps(x => x).WaitsAt(gate);
        await using HttpHost host = await HttpHost.StartAsync(test => test
            .AddModel("slow", model)
            .AddEndpoint("numbers", e => e.AddContainer("slow", "scripted", "slow", c => c.WithInstances(1).WithMaxQueueLength(0))));
        Task<HttpResponseMessage> first = host.InvokeAsync("numbers", "slow", "[[1]]");
        await model.HeldAsync();

        using HttpResponseMessage refused = await host.InvokeAsync("numbers", "slow", "[[2]]");

        AwsError error = await AwsError.ReadAsync(refused);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "ServiceUnavailable"), (error.Status, error.Type));
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        gate.Open();
        using HttpResponseMessage answered = await first;
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    private static Task<HttpHost> Failing(Func<Exception> why) =>
        HttpHost.StartAsync(services => services.AddSingleton<IInferenceServer>(new StubServer(why)));

    private sealed class UnreachableException : Exception;
}
