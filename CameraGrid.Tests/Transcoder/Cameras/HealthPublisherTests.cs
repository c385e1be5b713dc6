using CameraGrid.Cameras;
using CameraGrid.Tests.Cameras.Stores;
using CameraGrid.Tests.Support;
using CameraGrid.Transcoder.Cameras;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace CameraGrid.Tests.Transcoder.Cameras;

/// <summary>What becomes of health and history while a real store fails in every way it can.</summary>
public sealed class HealthPublisherTests : IAsyncLifetime
{
    private static readonly StreamKey Key = new("yard", StreamName.Main);
    private readonly RedisProcess _redis = new();
    private readonly FakeLogger<HealthPublisher> _logger = new();
    private ServiceProvider _services = null!;
    private HealthPublisher _publisher = null!;
    private StreamHealth _health = new()
    {
        Key = Key,
        State = StreamState.Connecting,
        Since = DateTimeOffset.UnixEpoch,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private HealthStore Store => _services.GetRequiredService<HealthStore>();

    private HistoryStore History => _services.GetRequiredService<HistoryStore>();

    public async ValueTask InitializeAsync()
    {
        await _redis.StartAsync(Token);
        var builder = WebApplication.CreateSlimBuilder([$"--ConnectionStrings:redis={_redis.ConnectionString}"]);
        // The client's log repeats random bytes of its own, which a report of failed tests would show.
        builder.Logging.ClearProviders();
        builder.AddRedis();
        builder.Services.AddCameraCatalog(builder.Configuration).AddCameraStores();
        _services = builder.Services.BuildServiceProvider();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.StopAsync(CancellationToken.None);
        _publisher.Dispose();
        await _services.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData("oom", "OOM command not allowed")]
    [InlineData("misconf", "MISCONF")]
    [InlineData("replica", "READONLY")]
    public async Task A_store_that_refuses_is_told_once_and_gets_all_when_it_takes_again(string fault, string told)
    {
        Publish(StreamState.Live);
        await UntilAsync("Live");
        await RefuseAsync(fault);

        Publish(StreamState.Stalled);
        await LoggedAsync(LogLevel.Warning);
        for (var renewal = 0; renewal < 3; renewal++)
        {
            Publish(StreamState.Stalled);
        }

        Publish(StreamState.Backoff);
        var warning = Assert.Single(Logged(LogLevel.Warning));
        Assert.StartsWith("Health and history cannot be written, pictures go on: ", warning, StringComparison.Ordinal);
        Assert.True(warning.Contains(told, StringComparison.Ordinal), warning);

        await TakeAgainAsync(fault);
        await UntilAsync("Live Stalled Backoff", renew: true);
        Assert.Single(Logged(LogLevel.Warning));
        Assert.Equal("Health and history are written again", Assert.Single(Logged(LogLevel.Information)));
        Assert.Empty(Logged(LogLevel.Error));
    }

    [Fact]
    public async Task A_store_that_says_nothing_gets_all_when_it_speaks_again()
    {
        Publish(StreamState.Live);
        await UntilAsync("Live");
        await _redis.FreezeAsync();

        Publish(StreamState.Stalled);
        await LoggedAsync(LogLevel.Warning);
        Publish(StreamState.Backoff);
        await _redis.ThawAsync();

        await UntilAsync("Live Stalled Backoff", renew: true);
    }

    [Fact]
    public async Task A_store_that_comes_back_empty_is_filled_before_anything_is_renewed()
    {
        Publish(StreamState.Live);
        await UntilAsync("Live");
        var before = (await History.ReadAsync(Key, Token)).Entries;
        await _redis.StopAsync();
        await _redis.StartAsync(Token);

        await UntilAsync("Live");

        Assert.Equal(before, (await History.ReadAsync(Key, Token)).Entries);
        Assert.Equal(StreamState.Live, (await Store.ReadAsync(Key, Token))!.State);
    }

    [Fact]
    public async Task A_store_that_was_emptied_is_filled_by_the_next_renewal()
    {
        Publish(StreamState.Live);
        await UntilAsync("Live");
        await _redis.SendAsync("FLUSHALL");

        Publish(StreamState.Live);

        await UntilAsync("Live");
    }

    [Fact]
    public async Task A_stream_that_is_configured_no_more_leaves_its_history_only()
    {
        Publish(StreamState.Live);
        await UntilAsync("Live");

        _publisher.LetGo(Key, forget: true);
        await Eventually.IsAsync(async () => !(await History.ReadAsync(Key, Token)).Watched);

        Publish(StreamState.Connecting);
        await UntilAsync("Live ? Connecting");
        Assert.True((await History.ReadAsync(Key, Token)).Watched);
    }

    [Fact]
    public async Task What_happened_while_the_store_was_gone_is_in_the_history()
    {
        Publish(StreamState.Live);
        await UntilAsync("Live");
        await _redis.StopAsync();

        Publish(StreamState.Stalled);
        await LoggedAsync(LogLevel.Warning);
        Publish(StreamState.Live);
        await _redis.StartAsync(Token);

        await UntilAsync("Stalled Live", renew: true);
    }

    [Fact]
    public async Task A_transcoder_that_was_killed_leaves_a_gap_of_unknown()
    {
        Publish(StreamState.Live);
        await UntilAsync("Live");
        var until = await History.WatchedUntilAsync(Key, Token);
        await _publisher.StopAsync(CancellationToken.None);
        _publisher.Dispose();

        await StartAsync();
        Publish(StreamState.Connecting);

        await UntilAsync("Live ? Connecting");
        Assert.Equal(until, (await History.ReadAsync(Key, Token)).Entries[1].At);
    }

    private async Task StartAsync()
    {
        _publisher = new HealthPublisher(Store, History, RolesOfTest.HeldLease(), TimeProvider.System, _logger);
        await _publisher.StartAsync(Token);
    }

    private void Publish(StreamState state)
    {
        _health = _health with { State = state };
        _publisher.Publish(_health);
    }

    private Task RefuseAsync(string fault) =>
        fault switch
        {
            "oom" => _redis.SendAsync("CONFIG", "SET", "maxmemory", "1"),
            "misconf" => _redis.FailSnapshotsAsync(),
            _ => _redis.SendAsync("REPLICAOF", "127.0.0.1", "1"),
        };

    private Task<string> TakeAgainAsync(string fault) =>
        fault switch
        {
            "oom" => _redis.SendAsync("CONFIG", "SET", "maxmemory", "0"),
            "misconf" => _redis.SendAsync("CONFIG", "SET", "stop-writes-on-bgsave-error", "no"),
            _ => _redis.SendAsync("REPLICAOF", "NO", "ONE"),
        };

    /// <param name="states">All that the history holds, in order; "?" is unknown.</param>
    /// <param name="renew">Whether the owner renews its record meanwhile, as it does every five seconds.</param>
    private async Task UntilAsync(string states, bool renew = false)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var found = "";
        while (found != states)
        {
            Assert.False(limit.IsCancellationRequested, $"The history is \"{found}\".");
            if (renew)
            {
                _publisher.Publish(_health);
            }

            try
            {
                var entries = (await History.ReadAsync(Key, Token)).Entries;
                found = string.Join(' ', entries.Select(entry => entry.State?.ToString() ?? "?"));
            }
            catch (StoreUnavailableException)
            {
                // It is on its way back.
            }

            await Task.Delay(20, Token);
        }
    }

    private Task LoggedAsync(LogLevel level) => Eventually.IsAsync(() => Logged(level).Any());

    private IEnumerable<string> Logged(LogLevel level) =>
        _logger.Collector.GetSnapshot().Where(record => record.Level == level).Select(record => record.Message);
}
