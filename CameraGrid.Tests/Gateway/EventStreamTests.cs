using CameraGrid.Cameras;

namespace CameraGrid.Tests.Gateway;

public sealed class EventStreamTests : IAsyncLifetime
{
    private readonly GatewayUnderTest _gateway = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _gateway.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task The_complete_state_comes_first_on_every_connect()
    {
        await _gateway.WriteAsync(GatewayUnderTest.YardMain, StreamState.Live);

        for (var connect = 0; connect < 2; connect++)
        {
            await using var events = await EventReader.OpenAsync(_gateway.Client);
            var (type, data) = await events.NextAsync();

            Assert.Equal("cameras", type);
            Assert.Equal((await _gateway.GetJsonAsync("/api/cameras")).ToJsonString(), data.ToJsonString());
        }
    }

    [Fact]
    public async Task Every_change_is_told_to_everyone()
    {
        await using var one = await EventReader.OpenAsync(_gateway.Client);
        await using var two = await EventReader.OpenAsync(_gateway.Client);
        await one.NextAsync();
        await two.NextAsync();

        await _gateway.WriteAsync(GatewayUnderTest.YardSub, StreamState.Stalled);

        foreach (var events in new[] { one, two })
        {
            var (type, data) = await events.NextAsync();
            Assert.Equal("stream", type);
            Assert.Equal("yard", data["camera"]!.GetValue<string>());
            Assert.Equal("sub", data["stream"]!.GetValue<string>());
            Assert.Equal("stalled", data["health"]!["state"]!.GetValue<string>());
            Assert.False(data["health"]!["stale"]!.GetValue<bool>());
        }
    }

    [Fact]
    public async Task Other_cameras_in_the_configuration_are_told_with_the_complete_state()
    {
        await using var events = await EventReader.OpenAsync(_gateway.Client);
        await events.NextAsync();

        _gateway.Catalog.Replace(new CameraSet(_gateway.Catalog.Cameras.Take(1)));

        var (type, data) = await events.NextAsync();
        Assert.Equal("cameras", type);
        Assert.Equal("yard", Assert.Single(data["cameras"]!.AsArray())!["id"]!.GetValue<string>());
        using var gone = await _gateway.Client.GetAsync("/live/gate/main/index.m3u8", Token);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task An_owner_that_falls_silent_is_told_as_stale_within_sixteen_seconds_without_any_message()
    {
        await _gateway.WriteAsync(GatewayUnderTest.YardMain, StreamState.Live, "node-1");
        await using var events = await EventReader.OpenAsync(_gateway.Client);
        await events.NextAsync();

        var next = events.NextAsync(skipPings: true);
        for (var second = 0; second < 16; second++)
        {
            Assert.False(next.IsCompleted && second < 14, $"stale after {second} s");
            _gateway.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var (type, data) = await next;
        Assert.Equal("stream", type);
        Assert.True(data["health"]!["stale"]!.GetValue<bool>());
        Assert.Equal("live", data["health"]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_ping_comes_every_ten_seconds()
    {
        await using var events = await EventReader.OpenAsync(_gateway.Client);
        await events.NextAsync();

        for (var ping = 1; ping <= 2; ping++)
        {
            _gateway.Time.Advance(TimeSpan.FromSeconds(10));
            var (type, data) = await events.NextAsync();

            Assert.Equal("ping", type);
            Assert.Equal($"2026-03-01T12:00:{ping}0+00:00", data["serverTime"]!.GetValue<string>());
        }
    }
}
