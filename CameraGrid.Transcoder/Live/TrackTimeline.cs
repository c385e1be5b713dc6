namespace CameraGrid.Transcoder.Live;

/// <summary>Where a frame stands on its stream's timeline, in microseconds.</summary>
/// <param name="DecodeTime">True decoding time; non-decreasing.</param>
/// <param name="PresentationTime">True presentation time.</param>
/// <param name="CodedTime">The decoding time to write into the fragment; see <see cref="TrackTimeline"/>.</param>
/// <param name="CodedDuration">The duration to write into the fragment.</param>
internal readonly record struct TimelinePosition(
    long DecodeTime,
    long PresentationTime,
    long CodedTime,
    long CodedDuration
);

/// <summary>
/// One track's order and pace. A fragment leaves before its successor is known, so its duration is an estimate. That is
/// harmless but for one rule of Media Source Extensions, section 3.5.8 (coded frame processing): "if the difference
/// between decode timestamp and last decode timestamp is greater than 2 times last frame duration", the browser drops
/// everything up to the next keyframe. A camera that skips a few frames would freeze for a whole group of pictures. So
/// a late frame is coded with a decoding time just within that rule, its true presentation time as composition
/// offset, and a duration that leads back to the true pace. Audio has no keyframes to wait for and needs none of it;
/// nor does the keyframe that begins a generation.
/// </summary>
internal sealed class TrackTimeline(bool bridgesGaps)
{
    private const long FirstInterval = 40_000;
    private const long ShortestInterval = 1_000;
    private const long LongestInterval = 1_000_000;

    /// <summary>FFmpeg counts up by single ticks where a camera's clock stands still or has gone back.</summary>
    private const long ShortestStep = 1_000;

    /// <summary>A step beyond this may be a new clock.</summary>
    private const long LargestStep = 5_000_000;

    /// <summary>So many good steps in a row make a clock.</summary>
    private const int StepsOfAClock = 3;

    /// <summary>How much of its distance to the pace of arrival a frame without a clock makes up for.</summary>
    private const int PaceShare = 8;

    /// <summary>Leaves room for the rounding to a track's timescale.</summary>
    private const long Rounding = 50;

    private long _decode;
    private long? _lead;
    private int _goodSteps;
    private long _coded;
    private long _codedDuration;
    private bool _begins = true;

    /// <summary>What leads from the camera's clock to the timeline; null until the generation's first frame.</summary>
    public long? Offset { get; set; }

    /// <summary>Decoding time of the last frame, or -1.</summary>
    public long Last { get; private set; } = -1;

    public bool Started => Last >= 0;

    /// <summary>The running estimate of the time between two frames.</summary>
    public long Interval { get; private set; } = FirstInterval;

    /// <summary>Where a frame may stand at the earliest that follows the last one on another clock.</summary>
    public long Next => Started ? Last + Interval : 0;

    /// <summary>The next frame is the first of a generation: however far from the last one, it is no late frame.</summary>
    public void StartGeneration()
    {
        Offset = null;
        _begins = true;
    }

    /// <summary>
    /// Where a frame stands by the camera's clock; or, where that jumps, repeats itself or goes back, by when it arrived.
    /// The old clock is believed again as soon as it fits: one that stands still for some frames has lost no time by then.
    /// </summary>
    /// <param name="decodeTime">As the camera has it.</param>
    /// <param name="now">The present, on the timeline.</param>
    public long Place(long decodeTime, long now)
    {
        var step = decodeTime - _decode;
        _decode = decodeTime;
        var placed = decodeTime + Offset!.Value;
        if (!Started || IsPlausible(placed, now))
        {
            _lead = null;
            return placed;
        }

        // Frames arrive early and late: how far the timeline stood ahead of the present is kept, not what each one says.
        _goodSteps = _lead is null || step is < ShortestStep or > LargestStep ? 0 : _goodSteps + 1;
        _lead ??= Next - now;
        var paced = Math.Max(Next + (now + _lead.Value - Next) / PaceShare, Last + ShortestStep);
        if (_goodSteps == StepsOfAClock || placed - Last > LargestStep)
        {
            Offset = paced - decodeTime;
            _lead = null;
        }

        return paced;
    }

    // A large step that ends near the present is an outage, not a new clock.
    private bool IsPlausible(long placed, long now) =>
        placed - Last >= ShortestStep && (placed - Last <= LargestStep || Math.Abs(placed - now) <= LargestStep);

    public TimelinePosition Advance(long placed, long composition)
    {
        if (!_begins)
        {
            Learn(placed - Last);
        }

        var latest = _coded + 2 * _codedDuration - Rounding;
        var coded = bridgesGaps && !_begins ? Math.Min(placed, latest) : placed;
        _begins = false;
        Last = placed;
        _coded = coded;
        _codedDuration = placed - coded + Interval;
        return new(placed, placed + composition, coded, _codedDuration);
    }

    private void Learn(long step)
    {
        if (step <= LongestInterval)
        {
            Interval = Math.Max(ShortestInterval, Interval + (step - Interval) / 8);
        }
    }
}
