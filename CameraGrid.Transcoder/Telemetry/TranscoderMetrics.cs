using System.Diagnostics.Metrics;
using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Transcoder.Telemetry;

/// <summary>The instruments of the meter <c>CameraGrid.Transcoder</c>. Units are UCUM, durations in seconds.</summary>
internal sealed class TranscoderMetrics
{
    public const string MeterName = "CameraGrid.Transcoder";

    private readonly Counter<long> _restarts;
    private readonly Gauge<int> _up;
    private readonly Histogram<double> _recovery;
    private readonly Histogram<double> _connect;
    private readonly Counter<long> _frames;
    private readonly Counter<long> _bytes;
    private readonly UpDownCounter<int> _viewers;

    public TranscoderMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _restarts = meter.CreateCounter<long>("cameragrid.stream.restarts", "{restart}", "FFmpeg started again");
        _up = meter.CreateGauge<int>("cameragrid.stream.up", null, "1 while the stream is live");
        _recovery = meter.CreateHistogram(
            "cameragrid.stream.recovery.duration",
            "s",
            "From the last picture's loss to the next picture",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 15, 30, 60, 120, 300],
            }
        );
        _connect = meter.CreateHistogram(
            "cameragrid.stream.connect.duration",
            "s",
            "From FFmpeg's start to its first picture",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30],
            }
        );
        _frames = meter.CreateCounter<long>("cameragrid.stream.frames", "{frame}", "Video frames received");
        _bytes = meter.CreateCounter<long>("cameragrid.stream.bytes", "By", "Bytes received");
        _viewers = meter.CreateUpDownCounter<int>("cameragrid.viewers", "{viewer}", "Open connections that watch");
    }

    public void Restarting(StreamKey key, FailureReason reason) =>
        _restarts.Add(1, Camera(key), Stream(key), new("reason", reason.Label()));

    public void Up(StreamKey key, bool live) => _up.Record(live ? 1 : 0, Camera(key), Stream(key));

    public void Recovered(StreamKey key, TimeSpan duration) =>
        _recovery.Record(duration.TotalSeconds, Camera(key), Stream(key));

    public void Connected(StreamKey key, TimeSpan duration) =>
        _connect.Record(duration.TotalSeconds, Camera(key), Stream(key));

    public void Received(StreamKey key, long frames, long bytes)
    {
        _frames.Add(frames, Camera(key), Stream(key));
        _bytes.Add(bytes, Camera(key), Stream(key));
    }

    public void ViewerCame(string protocol) => _viewers.Add(1, new KeyValuePair<string, object?>("protocol", protocol));

    public void ViewerLeft(string protocol) =>
        _viewers.Add(-1, new KeyValuePair<string, object?>("protocol", protocol));

    private static KeyValuePair<string, object?> Camera(StreamKey key) => new("camera", key.Camera);

    private static KeyValuePair<string, object?> Stream(StreamKey key) => new("stream", key.Stream.ToText());
}
