using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;

namespace Mce.AspNetCore.Tests.Codecs;

/// <summary>A format of a user's own, as the documentation shows it.</summary>
public sealed class OwnCodecTests
{
    [Theory]
    [InlineData("1 2 3.5", HttpStatusCode.OK, "2 4 7")]
    [InlineData("1 two", HttpStatusCode.FailedDependency, "'two' is no number.")]
    public async Task Invoke_FormatOfOnesOwn_IsReadAndAnsweredInKind(string body, HttpStatusCode status, string answer)
    {
        await using HttpHost host = await HttpHost.StartAsync(
            test => test.AddModel("doubler", Models.OfRows().Maps(x => 2 * x)).AddEndpoint("numbers", e => e.AddContainer("double", "scripted", "doubler")),
            services => services.AddMceHttp(http => http.Codecs.Add(new SpacedCodec())));

        using HttpResponseMessage response = await host.InvokeAsync("numbers", "double", new StringContent(body, new MediaTypeHeaderValue("text/x-spaced")));

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(answer, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void SpacedCodec_OfTheDocumentation_IsTheOneTested()
    {
        string documented = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "http-formats.md")).Split("```csharp\n")[1].Split("```")[0];

        Assert.EndsWith(documented, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "SpacedCodec.cs")), StringComparison.Ordinal);
    }
}
