using System.Net;
using System.Threading.Channels;
using CameraGrid.Gateway.Proxy;
using CameraGrid.Tests.Gateway.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CameraGrid.Tests.Gateway;

/// <summary>What becomes of a WebRTC session, whose pictures the gateway does not see, when its viewer's session ends.</summary>
public sealed class WhepSessionsTests : IAsyncLifetime
{
    private const string Offer = "/live/yard/main/whep";
    private const string Renewal = "POST /streams/yard/main/whep/7";
    private const string Deletion = "DELETE /live/yard/main/whep/7";

    private readonly GatewayUnderTest _gateway = new();
    private readonly Channel<string> _asked = Channel.CreateUnbounded<string>();
    private volatile bool _isOver;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _gateway.StartAsync(Visitor.FirstAccount);
        await _gateway.AnnounceAsync("one", await _gateway.ServeAsync(app => app.Map("/{**path}", Answer)));
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Its_transcoder_is_told_to_end_it()
    {
        using var viewer = await BeginAsync();

        using var gone = await viewer.SendAsync(
            HttpMethod.Put,
            $"/api/users/{Visitor.Admin}/password",
            new { password = "another password" }
        );

        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        string asked;
        while ((asked = await NextAsync()) == Renewal) { }

        Assert.Equal(Deletion, asked);
    }

    [Fact]
    public async Task Until_then_it_is_renewed_for_as_long_as_there_is_one()
    {
        using var viewer = await BeginAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Renewal, await NextAsync());
        }

        _isOver = true;
        Assert.Equal(Renewal, await NextAsync());
        while (_asked.Reader.TryRead(out _)) { }

        _gateway.Time.Advance(3 * WhepSessions.RenewEvery);
        using var other = await BeginAsync();
        Assert.False(_asked.Reader.TryPeek(out var more), more);
    }

    private async Task<Visitor> BeginAsync()
    {
        var viewer = new Visitor(_gateway.Address);
        Assert.Equal(HttpStatusCode.NoContent, await viewer.SignInAsync());
        using var answer = await viewer.SendAsync(HttpMethod.Post, Offer, "an offer");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(Renewal, await _asked.Reader.ReadAsync(Token));
        return viewer;
    }

    /// <summary>What the node is asked next; time passes until then.</summary>
    private async Task<string> NextAsync()
    {
        var next = _asked.Reader.ReadAsync(Token).AsTask();
        while (!next.IsCompleted)
        {
            _gateway.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Token);
        }

        return await next;
    }

    private Task Answer(HttpContext context)
    {
        var request = context.Request;
        if (request.Path == Offer)
        {
            context.Response.StatusCode = StatusCodes.Status201Created;
            context.Response.Headers.Location = $"{Offer}/7";
            return Task.CompletedTask;
        }

        context.Response.StatusCode = _isOver ? StatusCodes.Status404NotFound : StatusCodes.Status204NoContent;
        _asked.Writer.TryWrite($"{request.Method} {request.Path}");
        return Task.CompletedTask;
    }
}
