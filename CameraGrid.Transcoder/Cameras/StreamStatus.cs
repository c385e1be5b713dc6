using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Live;
using CameraGrid.Transcoder.Ownership;
using CameraGrid.Transcoder.Telemetry;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>
/// Where a stream stands. The one place in which its state changes: each change sets the health record, logs, counts and
/// publishes. As long as another node owns the stream it only keeps the record, so that nothing is told or counted twice.
/// </summary>
internal sealed partial class StreamStatus(
    StreamKey key,
    string nodeId,
    LiveStream live,
    HealthPublisher publisher,
    TranscoderMetrics metrics,
    IStreamRoles roles,
    TimeProvider time,
    ILogger<StreamStatus> logger
) : IRunObserver
{
    private readonly Lock _lock = new();
    private readonly StreamTrace _trace = new(key);
    private StreamHealth _health = new()
    {
        Key = key,
        State = StreamState.Connecting,
        Since = time.GetUtcNow(),
        Owner = nodeId,
    };
    private long _connectingSince;
    private long? _awaySince;
    private long? _firstFrameAt;
    private long? _lostAt;
    private bool _owned;
    private bool _closed;
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

    /// <summary>Whether this node owns the stream, or did when it was told last: it speaks for it until it is closed.</summary>
    public bool IsOwned
    {
        get
        {
            lock (_lock)
            {
                return _owned;
            }
        }
    }

    /// <summary>This node owns the stream from now on: what its record says is told and counted.</summary>
    public void Own()
    {
        lock (_lock)
        {
            if (!_owned)
            {
                // What came before was the former owner's to count.
                Measure();
                _owned = true;
                metrics.Up(key, _health.State == StreamState.Live);
                Publish();
            }
        }
    }

    /// <summary>How long the last run had pictures, from its first one to now; null where none came.</summary>
    public TimeSpan? Pictures
    {
        get
        {
            lock (_lock)
            {
                return _firstFrameAt is { } first ? time.GetElapsedTime(first) : null;
            }
        }
    }

    /// <summary>Whether it was live, in whatever run, no longer ago than this.</summary>
    public bool WasLiveWithin(TimeSpan span)
    {
        lock (_lock)
        {
            return _health.State == StreamState.Live || (_lostAt is { } lost && time.GetElapsedTime(lost) <= span);
        }
    }

    /// <summary>Its camera is switched off in the configuration.</summary>
    public void OnSwitchedOff() => Change(StreamEvent.SwitchedOff, health => health with { NextTryAt = null });

    public void OnConnecting() =>
        Change(
            StreamEvent.ConnectBegan,
            health =>
            {
                _connectingSince = time.GetTimestamp();
                _firstFrameAt = null;
                if (_owned)
                {
                    _trace.ConnectBegan();
                }

                return health with
                {
                    NextTryAt = null,
                };
            }
        );

    public void OnFirstFrame() =>
        Change(
            StreamEvent.FirstFrame,
            health =>
            {
                _firstFrameAt = time.GetTimestamp();
                if (_owned)
                {
                    metrics.Connected(key, time.GetElapsedTime(_connectingSince));
                    if (_awaySince is { } away)
                    {
                        metrics.Recovered(key, time.GetElapsedTime(away));
                    }
                }

                _awaySince = null;
                roles.OnPicture(key);
                // The rates are those of this run from here on.
                Measure();
                return Described(health) with
                {
                    FrameRate = live.Generation!.Video.Parsed.FrameRate ?? 0,
                    LastFrameAt = time.GetUtcNow(),
                    LastError = null,
                };
            },
            // Last, so that the line which tells of it belongs to what it ends.
            _trace.FirstFrame
        );

    public void OnStalled() =>
        Change(
            StreamEvent.FramesStopped,
            health =>
            {
                if (_owned)
                {
                    _trace.FramesStopped();
                }

                return health;
            }
        );

    /// <summary>A run ended by an exception that nobody foresaw: a fault of this program.</summary>
    public void OnFailed(Exception failure) => LogFailed(logger, failure, key.Camera, key.Stream.ToText());

    /// <summary>A run has ended and another follows after <paramref name="delay"/>.</summary>
    public void OnEnded(FfmpegEnd end, TimeSpan delay)
    {
        var happened = end.Reason switch
        {
            FailureReason.Unauthorized => StreamEvent.RunUnauthorized,
            FailureReason.Unsupported => StreamEvent.RunUnsupported,
            _ => StreamEvent.RunFailed,
        };
        Change(
            happened,
            health =>
            {
                _awaySince ??= time.GetTimestamp();
                if (_owned)
                {
                    metrics.Restarting(key, end.Reason);
                    _trace.RunEnded(end, delay);
                }

                _trace.Log(() =>
                    LogEnded(
                        logger,
                        key.Camera,
                        key.Stream.ToText(),
                        end.Reason.Label(),
                        end.Detail ?? end.Reason.Sentence().TrimEnd('.'),
                        delay.TotalSeconds
                    )
                );
                return health with
                {
                    FrameRate = 0,
                    BitRate = 0,
                    Restarts = health.Restarts + 1,
                    LastRestartReason = end.Reason.Label(),
                    LastError = end.Reason.Sentence(),
                    NextTryAt = time.GetUtcNow() + delay,
                };
            }
        );
    }

    /// <summary>What was found in the stream needs another plan; the next run follows at once and counts as no restart.</summary>
    public void OnReplanned(StreamPlan plan) => LogReplanned(logger, key.Camera, key.Stream.ToText(), plan);

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

            Publish();
        }
    }

    /// <summary>This node holds the stream no more; nothing is published from here on.</summary>
    /// <param name="forget">Delete its record: the stream is configured no more. Else another writes it from now on.</param>
    public void Close(bool forget)
    {
        lock (_lock)
        {
            _closed = true;
            if (!_owned)
            {
                return;
            }

            _trace.End();
            metrics.Up(key, false);
            publisher.LetGo(key, forget);
        }
    }

    private void Publish()
    {
        if (_owned && !_closed)
        {
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
        if (_owned)
        {
            metrics.Received(key, frames, bytes);
        }

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

    /// <summary>
    /// The one place in which a state changes: record, log, metric and span, and with the record its event and its history.
    /// </summary>
    private void Change(StreamEvent happened, Func<StreamHealth, StreamHealth> change, Action? last = null)
    {
        lock (_lock)
        {
            var before = _health.State;
            var after = StreamTransitions.Next(before, happened);
            if (after == before && happened is StreamEvent.FirstFrame or StreamEvent.FramesStopped)
            {
                // It comes too late: the run it belongs to is over.
                return;
            }

            _health = change(_health) with { State = after };
            if (after != before)
            {
                var carriesOn = StreamTransitions.IsAway(before) && StreamTransitions.IsAway(after);
                _health = _health with { Since = carriesOn ? _health.Since : time.GetUtcNow() };
                _lostAt = before == StreamState.Live ? time.GetTimestamp() : _lostAt;
                if (_owned)
                {
                    metrics.Up(key, after == StreamState.Live);
                }

                _trace.Log(() => LogState(logger, key.Camera, key.Stream.ToText(), before, after));
            }

            last?.Invoke();

            Publish();
        }
    }
}
