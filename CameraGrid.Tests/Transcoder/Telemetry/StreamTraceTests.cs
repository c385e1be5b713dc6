using System.Diagnostics;
using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Telemetry;

namespace CameraGrid.Tests.Transcoder.Telemetry;

public sealed class StreamTraceTests : IDisposable
{
    private readonly string _camera = $"camera-{Guid.NewGuid():N}";
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;
    private readonly StreamTrace _trace;

    public StreamTraceTests()
    {
        // Other tests trace their own streams at the same time.
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TranscoderMetrics.MeterName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (Equals(span.GetTagItem("camera"), _camera))
                {
                    _ended.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
        _trace = new StreamTrace(new StreamKey(_camera, StreamName.Sub));
    }

    public void Dispose()
    {
        _trace.End();
        _listener.Dispose();
    }

    [Fact]
    public void A_restart_is_one_trace_from_the_loss_of_the_picture_to_the_next_one()
    {
        _trace.ConnectBegan();
        _trace.FirstFrame();
        _trace.FramesStopped();
        _trace.RunEnded(new FfmpegEnd(FailureReason.Stalled, "no frame for 3.1 s", null), TimeSpan.Zero);
        _trace.ConnectBegan();
        _trace.RunEnded(new FfmpegEnd(FailureReason.Refused, null, null), TimeSpan.FromSeconds(1));
        _trace.ConnectBegan();
        _trace.FirstFrame();

        Assert.Equal(
            ["stream.connect", "stream.connect", "stream.connect", "stream.restart"],
            _ended.Select(span => span.OperationName)
        );
        var restart = _ended[^1];
        Assert.Equal(["stalled", "ffmpeg ended"], restart.Events.Select(happened => happened.Name));
        Assert.Equal("stalled", restart.GetTagItem("reason"));
        Assert.Equal("sub", restart.GetTagItem("stream"));
        Assert.All(_ended[1..3], connect => Assert.Equal(restart.SpanId, connect.ParentSpanId));
        Assert.NotEqual(restart.TraceId, _ended[0].TraceId);
        Assert.Equal(ActivityStatusCode.Error, _ended[1].Status);
        Assert.Equal("refused", _ended[1].GetTagItem("reason"));
        Assert.Equal(ActivityStatusCode.Unset, _ended[2].Status);
    }

    [Fact]
    public void A_camera_that_never_came_has_failed_tries_and_no_restart()
    {
        _trace.ConnectBegan();
        _trace.RunEnded(new FfmpegEnd(FailureReason.Unreachable, null, null), TimeSpan.FromSeconds(1));

        var only = Assert.Single(_ended);
        Assert.Equal("stream.connect", only.OperationName);
        Assert.Equal(default, only.ParentSpanId);
    }

    [Fact]
    public void A_span_is_nobody_elses_parent()
    {
        using var request = new Activity("request").Start();

        _trace.ConnectBegan();

        Assert.Same(request, Activity.Current);
        _trace.End();
        Assert.NotEqual(request.TraceId, Assert.Single(_ended).TraceId);
    }
}
