using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Live;
using CameraGrid.Transcoder.Telemetry;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>
/// Where a stream stands. The one place in which its state changes: each change sets the health record, logs, counts and
/// publishes.
/// </summary>
internal sealed partial class StreamStatus(
    StreamKey key,
    string nodeId,
    LiveStream live,
    HealthPublisher publisher,
    TranscoderMetrics metrics,
    TimeProvider time,
    ILogger<StreamStatus> logger
) : IRunObserver
{
    private readonly Lock _lock = new();
    private StreamHealth _health = new()
    {
        Key = key,
        State = StreamState.Connecting,
        Since = time.GetUtcNow(),
        Owner = nodeId,
    };
    private long _connectingSince;
    private long? _awaySince;
    private (long Timestamp, long Frames, long Bytes) _measured;

    public StreamHealth Health
    {
        get
        {
            lock (_lock)
            {
                return _health;
            }
        }
    }

    public void OnConnecting()
    {
        _connectingSince = time.GetTimestamp();
        Change(health => health with { State = StreamState.Connecting, NextTryAt = null });
    }

    public void OnFirstFrame()
    {
        metrics.Connected(key, time.GetElapsedTime(_connectingSince));
        if (_awaySince is { } away)
        {
            metrics.Recovered(key, time.GetElapsedTime(away));
            _awaySince = null;
        }

        lock (_lock)
        {
            // The rates are those of this run from here on.
            Measure();
        }

        Change(health =>
            Described(health) with
            {
                State = StreamState.Live,
                FrameRate = live.Generation!.Video.Parsed.FrameRate ?? 0,
                LastFrameAt = time.GetUtcNow(),
                LastError = null,
            }
        );
    }

    public void OnStalled() => Change(health => health with { State = StreamState.Stalled });

    /// <summary>A run ended by an exception that nobody foresaw: a fault of this program.</summary>
    public void OnFailed(Exception failure) => LogFailed(logger, failure, key);

    /// <summary>A run has ended and another follows after <paramref name="delay"/>.</summary>
    public void OnEnded(FfmpegEnd end, TimeSpan delay)
    {
        _awaySince ??= time.GetTimestamp();
        metrics.Restarting(key, end.Reason);
        LogEnded(logger, key, end.Reason.Label(), end.Detail, delay.TotalSeconds);
        Change(health =>
            health with
            {
                State = end.Reason switch
                {
                    FailureReason.Unauthorized => StreamState.Unauthorized,
                    FailureReason.Unsupported => StreamState.Unsupported,
                    _ => StreamState.Backoff,
                },
                FrameRate = 0,
                BitRate = 0,
                Restarts = health.Restarts + 1,
                LastRestartReason = end.Reason.Label(),
                LastError = end.Reason.Sentence(),
                NextTryAt = time.GetUtcNow() + delay,
            }
        );
    }

    /// <summary>What was found in the stream needs another plan; the next run follows at once and counts as no restart.</summary>
    public void OnReplanned(StreamPlan plan) => LogReplanned(logger, key, plan);

    /// <summary>Brings rates up to date and publishes the record, so that it does not go stale.</summary>
    public void Renew()
    {
        lock (_lock)
        {
            var (seconds, frames, bytes) = Measure();
            if (_health.State == StreamState.Live && seconds > 0)
            {
                // A camera may change its picture without a new run.
                _health = Described(_health) with
                {
                    FrameRate = Math.Round(frames / seconds, 1),
                    BitRate = Math.Round(bytes * 8 / seconds),
                    LastFrameAt = frames > 0 ? time.GetUtcNow() : _health.LastFrameAt,
                };
            }

            publisher.Publish(_health);
        }
    }

    /// <summary>Counts what came since the last call. Under the lock.</summary>
    private (double Seconds, long Frames, long Bytes) Measure()
    {
        var (timestamp, frames, bytes) = _measured;
        _measured = (time.GetTimestamp(), live.VideoFrames, live.TotalBytes);
        frames = _measured.Frames - frames;
        bytes = _measured.Bytes - bytes;
        metrics.Received(key, frames, bytes);
        return (time.GetElapsedTime(timestamp, _measured.Timestamp).TotalSeconds, frames, bytes);
    }

    private StreamHealth Described(StreamHealth health) =>
        live.Generation is { } generation
            ? health with
            {
                Codec = generation.VideoCodecs,
                Width = generation.Width,
                Height = generation.Height,
                HasAudio = generation.Audio is not null,
            }
            : health;

    private void Change(Func<StreamHealth, StreamHealth> change)
    {
        lock (_lock)
        {
            var before = _health.State;
            _health = change(_health);
            if (_health.State != before)
            {
                _health = _health with { Since = Since(before) };
                metrics.Up(key, _health.State == StreamState.Live);
                LogState(logger, key, before, _health.State);
            }

            publisher.Publish(_health);
        }
    }

    // Trying again is no news to who waits for a picture: away counts from the loss of it.
    private DateTimeOffset Since(StreamState before) =>
        IsRetry(before) && IsRetry(_health.State) ? _health.Since : time.GetUtcNow();

    private static bool IsRetry(StreamState state) =>
        state is StreamState.Connecting or StreamState.Stalled or StreamState.Backoff;
}
