using System.Diagnostics.Metrics;

namespace CameraGrid.Gateway.Playback;

/// <summary>The instruments of the meter <c>CameraGrid.Gateway</c>: what real browsers saw. Units are UCUM.</summary>
internal sealed class PlaybackMetrics
{
    public const string MeterName = "CameraGrid.Gateway";

    private readonly Histogram<double> _latency;
    private readonly Counter<long> _stalls;
    private readonly Counter<long> _reconnects;

    public PlaybackMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _latency = meter.CreateHistogram(
            "cameragrid.playback.latency",
            "s",
            "From a frame leaving FFmpeg to a browser's screen",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10],
            }
        );
        _stalls = meter.CreateCounter<long>("cameragrid.playback.stalls", "{stall}", "Tiles whose picture stood still");
        _reconnects = meter.CreateCounter<long>(
            "cameragrid.playback.reconnects",
            "{reconnect}",
            "Tiles that connected anew"
        );
    }

    public void Played(TilePlayback tile)
    {
        var camera = new KeyValuePair<string, object?>("camera", tile.Camera);
        var protocol = new KeyValuePair<string, object?>("protocol", tile.Protocol);
        if (tile.Latency is { } latency)
        {
            _latency.Record(latency, camera, protocol);
        }

        // Nothing is recorded where nothing happened: a counter that never moved is no series.
        if (tile.Stalls > 0)
        {
            _stalls.Add(tile.Stalls, camera, protocol);
        }

        if (tile.Reconnects > 0)
        {
            _reconnects.Add(tile.Reconnects, camera, protocol);
        }
    }
}
