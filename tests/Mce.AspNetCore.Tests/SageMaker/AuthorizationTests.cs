using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mce.AspNetCore.Tests.SageMaker;

/// <summary>Authentication and authorization are ASP.NET's; the principal travels on the request, and a refusal looks like AWS's.</summary>
public sealed class AuthorizationTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("mallory")]
    public async Task Invoke_ByWhoMayNot_IsAccessDenied(string? user)
    {
        await using HttpHost host = await Start(_ => { });

        using HttpResponseMessage response = await host.InvokeAsync("numbers", "one", "[[1]]", [.. user is null ? Array.Empty<(string, string)>() : [("X-User", user)]]);

        AwsError error = await AwsError.ReadAsync(response);
        Assert.Equal((HttpStatusCode.Forbidden, "AccessDeniedException"), (error.Status, error.Type));
    }

    [Fact]
    public async Task Invoke_ByWhoMay_CarriesThePrincipal()
    {
        InferenceRequest? seen = null;
        string? principal = null, caller = null;
        await using HttpHost host = await Start(request => (seen, principal, caller) = (request, request.Principal?.Identity?.Name, request.Caller));

        using HttpResponseMessage response = await host.InvokeAsync("numbers", "one", "[[1]]", ("X-User", "alice"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(("alice", "alice"), (principal, caller));
        // The request object serves others later: who made this one must not stay on it.
        Assert.Null(seen!.Principal);
    }

    private static Task<HttpHost> Start(Action<InferenceRequest> look) => HttpHost.StartAsync(
        test => test.AddModel("m", Models.OfRows().Maps(x => x)).AddEndpoint("numbers", e => e.AddContainer("one", "scripted", "m")),
        services =>
        {
            services.AddMceHttp(o => o.PrepareRequest = (_, request) => look(request));
            services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
            services.AddAuthorization(o => o.AddPolicy("alice", p => p.RequireUserName("alice")));
        },
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapSageMakerRuntime().RequireAuthorization("alice");
        });

    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if ((string?)Request.Headers["X-User"] is not { } user) return Task.FromResult(AuthenticateResult.NoResult());
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }
    }
}
