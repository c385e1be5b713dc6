using System.Diagnostics.Metrics;
using CameraGrid.Cameras;
using CameraGrid.Tests.Support;
using CameraGrid.Tests.Transcoder.Live;
using CameraGrid.Transcoder;
using CameraGrid.Transcoder.Cameras;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Live;
using CameraGrid.Transcoder.Ownership;
using CameraGrid.Transcoder.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Transcoder.Cameras;

public sealed class StreamSupervisorTests : IAsyncDisposable
{
    private static readonly StreamKey Yard = new("yard", StreamName.Main);
    private static readonly StreamKey Gate = new("gate", StreamName.Main);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedRunner _runner = new();
    private readonly CameraCatalog _catalog = new([Camera("yard"), Camera("gate")]);
    private readonly LiveStreams _streams = new(new RingBlockPool(), LiveOptions.Default);
    private readonly RolesOfTest _roles = new();
    private readonly StreamSupervisor _supervisor;

    public StreamSupervisorTests() =>
        _supervisor = new StreamSupervisor(
            _catalog,
            _roles,
            _streams,
            _runner,
            new HealthPublisher(
                new HealthStore(null!, new Redactor(_catalog)),
                new HistoryStore(null!, new Redactor(_catalog)),
                RolesOfTest.HeldLease(),
                _time,
                NullLogger<HealthPublisher>.Instance
            ),
            new TranscoderMetrics(_services.GetRequiredService<IMeterFactory>()),
            Options.Create(new TranscoderOptions()),
            _time,
            NullLoggerFactory.Instance
        );

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _supervisor.StopAsync(CancellationToken.None);
        Assert.All(_runner.Runs, run => Assert.True(run.IsDown));
        _supervisor.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task A_camera_that_is_added_starts_and_the_others_run_on()
    {
        await StartAsync();

        _catalog.Replace(new CameraSet([Camera("yard"), Camera("door"), Camera("gate")]));

        var run = await BegunAsync(2);
        Assert.Equal("door", run.Key.Camera);
        Assert.All(_runner.Runs, other => Assert.False(other.IsCancelled));
    }

    [Fact]
    public async Task A_camera_that_is_removed_ends_and_its_viewers_with_it_and_the_others_run_on()
    {
        await StartAsync();
        Assert.True(_streams.TryFind(Yard, out var live));
        using var viewer = live.OpenCursor(new CursorOptions(CursorStart.LastKey, null), Token);

        _catalog.Replace(new CameraSet([Camera("gate")]));

        Assert.False(await viewer.WaitAsync());
        Assert.False(_streams.TryFind(Yard, out _));
        Assert.True(Run(Yard).IsDown);
        Assert.False(Run(Gate).IsCancelled);
    }

    [Fact]
    public async Task A_new_name_touches_nothing()
    {
        await StartAsync();

        _catalog.Replace(new CameraSet([Camera("yard") with { Name = "Court" }, Camera("gate"), Camera("door")]));

        await BegunAsync(2);
        Assert.All(_runner.Runs, run => Assert.False(run.IsCancelled));
    }

    [Fact]
    public async Task A_source_is_replaced_only_when_what_pulled_the_old_one_is_down()
    {
        _runner.EndsWhenCancelled = false;
        await StartAsync();
        Assert.True(_streams.TryFind(Yard, out var ring));

        for (var edit = 1; edit <= 5; edit++)
        {
            _catalog.Replace(new CameraSet([Camera("yard", $"rtsp://yard/{edit}"), Camera("gate")]));
        }

        await CancelledAsync(Run(Yard));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, _runner.Runs.Count);

        await LetDownAsync(Run(Yard));

        var next = await BegunAsync(2);
        Assert.Equal("rtsp://yard/5", next.Source.Url.AbsoluteUri);
        Assert.True(_streams.TryFind(Yard, out var same));
        Assert.Same(ring, same);
        var stopping = _supervisor.StopAsync(Token);
        await LetDownAsync(next);
        await LetDownAsync(Run(Gate));
        await stopping;
    }

    [Fact]
    public async Task A_changed_password_is_tried_at_once_where_the_old_one_was_refused()
    {
        await StartAsync();
        Run(Yard).End(FailureReason.Unauthorized);

        _catalog.Replace(new CameraSet([Camera("yard", password: "right"), Camera("gate")]));

        // The clock only moves by what spreads starts, and no thirty seconds.
        var run = await BegunAsync(2);
        Assert.Equal("right", run.Source.Password);
    }

    [Fact]
    public async Task A_camera_that_is_switched_off_is_not_pulled_and_comes_back_when_it_is_switched_on()
    {
        await StartAsync();

        _catalog.Replace(new CameraSet([Camera("yard") with { Enabled = false }, Camera("gate")]));
        await Eventually.IsAsync(() => Run(Yard).IsDown);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _runner.Runs.Count);

        _catalog.Replace(new CameraSet([Camera("yard"), Camera("gate")]));
        Assert.Equal(Yard, (await BegunAsync(2)).Key);
    }

    [Fact]
    public async Task A_restart_ends_what_pulls_the_stream_and_pulls_it_anew_whatever_it_waits_for()
    {
        await StartAsync();
        Assert.True(_streams.TryFind(Yard, out var ring));
        Run(Yard).End(FailureReason.Unauthorized);

        Assert.True(_supervisor.Restart(Yard));

        // The clock only moves by what spreads starts, and no thirty seconds.
        Assert.Equal(Yard, (await BegunAsync(2)).Key);
        Assert.True(_streams.TryFind(Yard, out var same));
        Assert.Same(ring, same);
        Assert.False(Run(Gate).IsCancelled);
    }

    [Fact]
    public async Task What_is_not_pulled_is_not_restarted()
    {
        _catalog.Replace(new CameraSet([Camera("yard") with { Enabled = false }, Camera("gate"), Camera("door")]));
        await StartAsync();

        Assert.False(_supervisor.Restart(Yard));
        Assert.False(_supervisor.Restart(new StreamKey("gate", StreamName.Sub)));
    }

    [Fact]
    public async Task Who_was_live_lately_goes_before_who_failed_only()
    {
        await StartAsync();
        Assert.All(_runner.Runs, run => Assert.Equal(ConnectPriority.First, run.Priority));

        Run(Yard).End(FailureReason.Refused);
        Assert.Equal(ConnectPriority.Retry, (await BegunAsync(2)).Priority);

        Assert.True(_streams.TryFind(Gate, out var live));
        TestFrames.Append(live, TestFrames.Generation(), 0);
        Run(Gate).Picture();
        Run(Gate).End(FailureReason.Ended);
        Assert.Equal(ConnectPriority.Recovering, (await BegunAsync(3)).Priority);
    }

    [Fact]
    public async Task Only_what_is_its_own_or_on_its_way_here_is_pulled()
    {
        _roles.Set(Yard, null);
        await _supervisor.StartAsync(Token);
        Assert.Equal(Gate, (await BegunAsync(0)).Key);

        _roles.Set(Yard, StreamRole.Warming);
        var run = await BegunAsync(1);
        Assert.Equal(Yard, run.Key);

        Assert.True(_streams.TryFind(Yard, out var live));
        TestFrames.Append(live, TestFrames.Generation(), 0);
        run.Picture();
        Assert.Equal([Yard], _roles.Pictures);

        _roles.Set(Yard, StreamRole.Owned);
        _roles.Set(Gate, null);
        await CancelledAsync(Run(Gate));
        Assert.False(run.IsCancelled);
    }

    [Fact]
    public async Task A_stream_that_went_and_is_on_its_way_back_between_two_looks_begins_anew()
    {
        await StartAsync();
        var before = Run(Yard);

        _roles.Set(Yard, StreamRole.Warming);

        await CancelledAsync(before);
        var run = await BegunAsync(2);
        Assert.Equal(Yard, run.Key);
        Assert.True(_streams.TryFind(Yard, out var live));
        TestFrames.Append(live, TestFrames.Generation(), 0);
        run.Picture();
        Assert.Equal([Yard], _roles.Pictures);
    }

    [Fact]
    public async Task The_viewers_of_a_stream_that_another_has_go_at_once_and_it_may_come_back_only_when_it_is_down()
    {
        _runner.EndsWhenCancelled = false;
        await StartAsync();
        Assert.True(_streams.TryFind(Yard, out var live));
        using var viewer = live.OpenCursor(new CursorOptions(CursorStart.LastKey, null), Token);

        _roles.Set(Yard, null);
        Assert.False(await viewer.WaitAsync());
        await CancelledAsync(Run(Yard));
        _roles.Set(Yard, StreamRole.Owned);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, _runner.Runs.Count);
        Assert.False(_streams.TryFind(Yard, out _));

        Run(Yard).LetDown();
        var next = await BegunAsync(2);
        Assert.True(_streams.TryFind(Yard, out var anew));
        Assert.NotSame(live, anew);
        var stopping = _supervisor.StopAsync(Token);
        await LetDownAsync(next);
        await LetDownAsync(Run(Gate));
        await stopping;
    }

    [Fact]
    public async Task A_fault_of_one_look_is_made_good_by_the_next_one()
    {
        await StartAsync();
        _roles.Fault = new InvalidOperationException("Nobody foresaw it.");
        _catalog.Replace(new CameraSet([Camera("yard"), Camera("door"), Camera("gate")]));
        await _roles.Met;

        _roles.Fault = null;

        Assert.Equal("door", (await BegunAsync(2)).Key.Camera);
        Assert.All(_runner.Runs, run => Assert.False(run.IsCancelled));
    }

    private async Task StartAsync()
    {
        await _supervisor.StartAsync(Token);
        await BegunAsync(1);
    }

    /// <summary>Moves the clock by little, for the jitter of a start and the first waits, until a run has begun.</summary>
    private async Task<ScriptedRun> BegunAsync(int index)
    {
        var begun = _runner.BegunAsync(index);
        for (var step = 0; step < 400 && !begun.IsCompleted; step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(begun, Task.Delay(10, Token));
        }

        Assert.True(begun.IsCompleted, "The run did not begin.");
        return await begun;
    }

    private static async Task LetDownAsync(ScriptedRun run)
    {
        await CancelledAsync(run);
        run.LetDown();
    }

    private static Task CancelledAsync(ScriptedRun run) => Eventually.IsAsync(() => run.IsCancelled);

    private ScriptedRun Run(StreamKey key) => _runner.Runs.First(run => run.Key == key);

    private static CameraDefinition Camera(string id, string? url = null, string password = "wrong") =>
        new(id, id, new StreamSource(new Uri(url ?? $"rtsp://{id}/"), "viewer", password, RtspTransport.Tcp), null);
}
