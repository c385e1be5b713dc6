using System.Diagnostics;
using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Transcoder.Telemetry;

/// <summary>
/// The spans of one stream, on the source <c>CameraGrid.Transcoder</c>. <c>stream.connect</c> is one run of FFmpeg up to
/// its first picture or its end. <c>stream.restart</c> goes from the loss of the picture to the next one: its events say
/// what was seen and how the old process ended, its children are the tries to connect since.
/// </summary>
/// <remarks>Not thread-safe: <c>StreamStatus</c> calls it under its lock.</remarks>
internal sealed class StreamTrace(StreamKey key)
{
    private static readonly ActivitySource Source = new(TranscoderMetrics.MeterName);

    private Activity? _restart;
    private Activity? _connect;

    public void ConnectBegan()
    {
        _connect?.Dispose();
        _connect = Start("stream.connect", _restart);
    }

    public void FirstFrame()
    {
        _connect?.Dispose();
        _restart?.Dispose();
        _connect = _restart = null;
    }

    public void FramesStopped()
    {
        _restart ??= Start("stream.restart", parent: null);
        _restart?.AddEvent(new ActivityEvent("stalled"));
    }

    public void RunEnded(FfmpegEnd end, TimeSpan delay)
    {
        _connect?.SetTag("reason", end.Reason.Label());
        _connect?.SetStatus(ActivityStatusCode.Error, end.Detail ?? end.Reason.Sentence());
        var isFirst = _connect is null;
        _connect?.Dispose();
        _connect = null;
        if (isFirst)
        {
            _restart ??= Start("stream.restart", parent: null);
            _restart?.SetTag("reason", end.Reason.Label());
            _restart?.AddEvent(
                new ActivityEvent(
                    "ffmpeg ended",
                    tags: new ActivityTagsCollection
                    {
                        ["reason"] = end.Reason.Label(),
                        ["detail"] = end.Detail,
                        ["next_try_s"] = delay.TotalSeconds,
                    }
                )
            );
        }
    }

    /// <summary>Writes log lines as part of what is open, so that a trace leads to its lines and a line to its trace.</summary>
    public void Log(Action write)
    {
        var current = Activity.Current;
        Activity.Current = _restart ?? _connect;
        write();
        Activity.Current = current;
    }

    /// <summary>Ends what is open.</summary>
    public void End() => FirstFrame();

    private Activity? Start(string name, Activity? parent)
    {
        // A stream's spans belong to no request, and nothing that runs afterwards belongs to them.
        var current = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(name, ActivityKind.Internal, parent?.Context ?? default);
        Activity.Current = current;
        return span?.SetTag("camera", key.Camera).SetTag("stream", key.Stream.ToText());
    }
}
