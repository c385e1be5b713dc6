using System.Collections.Concurrent;
using System.Threading.Channels;
using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Live;
using CameraGrid.Transcoder.Ownership;
using CameraGrid.Transcoder.Telemetry;
using Microsoft.Extensions.Options;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>
/// Pulls the streams that are this node's or on their way here, and keeps the health of its own fresh: compares what is
/// desired with what is held, again and again, and starts, replaces or lets go what differs. A stream's old worker and its
/// FFmpeg are down before a new one starts, so no camera is pulled twice, however fast the configuration changes.
/// </summary>
internal sealed partial class StreamSupervisor(
    CameraCatalog catalog,
    IStreamRoles roles,
    LiveStreams streams,
    IFfmpegRunner runner,
    HealthPublisher publisher,
    TranscoderMetrics metrics,
    IOptions<TranscoderOptions> options,
    TimeProvider time,
    ILoggerFactory loggers
) : BackgroundService
{
    private readonly ILogger<StreamSupervisor> _logger = loggers.CreateLogger<StreamSupervisor>();

    // One pass serves any number of reasons to look again.
    private readonly Channel<bool> _reasons = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    // Written by the one loop below only; the renewal reads it beside.
    private readonly ConcurrentDictionary<StreamKey, SupervisedStream> _held = new();

    /// <summary>Says that what is desired, or what is held, may have changed.</summary>
    public void Wake() => _reasons.Writer.TryWrite(true);

    /// <summary>Ends what pulls a stream, and pulls it anew at once, whatever it waits for. Viewers stay.</summary>
    /// <returns>False where this node does not pull it.</returns>
    public bool Restart(StreamKey key)
    {
        if (!_held.TryGetValue(key, out var stream) || !stream.Desired.Enabled)
        {
            return false;
        }

        stream.AskRestart();
        Wake();
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        catalog.Changed += Wake;
        roles.Changed += Wake;
        var renewing = RenewAsync(stoppingToken);
        try
        {
            do
            {
                Look();
                await _reasons.Reader.ReadAsync(stoppingToken);
            } while (true);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service is stopping.
        }
        finally
        {
            catalog.Changed -= Wake;
            roles.Changed -= Wake;
            foreach (var stream in _held.Values)
            {
                stream.Stop();
            }

            await Task.WhenAll([.. _held.Values.Select(stream => stream.Down), renewing]);
            foreach (var stream in _held.Values)
            {
                stream.Dispose();
            }
        }
    }

    private void Look()
    {
        try
        {
            Reconcile(DesiredStreams.Of(catalog.Current, roles));
        }
        catch (Exception failure)
        {
            // A fault of this program; the next pass may go well, and no pass at all would end every stream.
            LogFailed(failure);
        }
    }

    /// <summary>One pass: brings what is held nearer to what is desired. What must wait for an end wakes the next pass.</summary>
    private void Reconcile(IReadOnlyDictionary<StreamKey, DesiredStream> desired)
    {
        foreach (var (key, stream) in _held)
        {
            // One that went to another node and is on its way back begins anew: what is held still speaks for the stream.
            var wentAway = stream.Status.IsOwned && roles.RoleOf(key) != StreamRole.Owned;
            var wanted = wentAway ? null : desired.GetValueOrDefault(key);
            var isDown = stream.IsDown;
            if (
                wanted == stream.Desired
                && !stream.IsStopping
                && !stream.IsRestartAsked
                && (!isDown || !wanted.Enabled)
            )
            {
                continue;
            }

            if (wanted is null)
            {
                // At once, not when FFmpeg is down: who has it now waits with pictures.
                streams.Close(key);
                stream.Leave();
            }

            stream.Stop();
            if (!isDown)
            {
                continue;
            }

            if (wanted is { Enabled: true } && stream is { IsLeaving: false, Desired.Enabled: true })
            {
                stream.Start(wanted, Wake);
            }
            else
            {
                LetGo(stream);
            }
        }

        foreach (var wanted in desired.Values)
        {
            if (!_held.TryGetValue(wanted.Key, out var stream))
            {
                stream = Hold(wanted);
                _held[wanted.Key] = stream;
                stream.Start(wanted, Wake);
            }

            if (roles.RoleOf(wanted.Key) == StreamRole.Owned)
            {
                // Told before its turn to connect comes, so that viewers find their way here.
                stream.Status.Own();
            }
        }
    }

    private SupervisedStream Hold(DesiredStream wanted)
    {
        var live = streams.Add(wanted.Key);
        var timeline = new StreamTimeline(time);
        var status = new StreamStatus(
            wanted.Key,
            options.Value.NodeId,
            live,
            publisher,
            metrics,
            roles,
            time,
            loggers.CreateLogger<StreamStatus>()
        );
        return new SupervisedStream(
            wanted,
            live,
            status,
            (stream, token) =>
                new StreamWorker(stream.Key, stream.Source, live, timeline, status, runner, time).RunAsync(token)
        );
    }

    /// <summary>Ends the stream's viewers and its ring. It is down already.</summary>
    private void LetGo(SupervisedStream stream)
    {
        var key = stream.Desired.Key;
        _held.TryRemove(key, out _);
        streams.Close(key);
        stream.Status.Close(forget: catalog.Find(key) is null);
        stream.Dispose();
    }

    private async Task RenewAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(HealthStore.RenewEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var stream in _held.Values)
                {
                    stream.Status.Renew();
                }

                // A worker that ended as nobody foresaw wakes nobody.
                Wake();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service is stopping.
        }
    }
}
