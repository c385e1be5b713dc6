namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>
/// Decides from counts of frames when a run has waited long enough. Frames are counted where they are read; here they are
/// only compared now and then, so that a frame costs no timer.
/// </summary>
/// <param name="plan">What the run does.</param>
internal sealed class FrameWatch(StreamPlan plan)
{
    /// <summary>How often to look: what stalls is noticed within this much more than its limit, twice.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>From start to the first frame, where nothing comes; FFmpeg itself waits less than that for an answer.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// From start to the first frame, where the camera sends and a keyframe has yet to come: many cameras of today send
    /// one in ten seconds, and an analysis may have had the first.
    /// </summary>
    private static readonly TimeSpan KeyframeTimeout = TimeSpan.FromSeconds(30);

    /// <summary>However long garbage came, a second of frames makes up for it.</summary>
    private const int MostUseless = 50;

    private FramePace? _pace;
    private TimeSpan _lastGood;
    private long _frames;
    private long _packets;
    private long _useless;

    /// <summary>There has been a picture.</summary>
    public bool IsLive => _pace is not null;

    /// <summary>Looks at the counts.</summary>
    /// <param name="now">Since the start of the run.</param>
    /// <param name="frames">Video frames handed on so far.</param>
    /// <param name="packets">Video frames that came, those of no use included.</param>
    /// <param name="announced">Frames a second as the stream announces them, or null.</param>
    /// <returns>
    /// Why the run is to end, or null. <see cref="FailureReason.Replanned"/>: the stream may only be slower than it says, so
    /// that the next run should be patient.
    /// </returns>
    public FailureReason? Look(TimeSpan now, long frames, long packets, double? announced)
    {
        var silence = now - _lastGood;
        var (good, sent) = (frames - _frames, packets - _packets);
        (_frames, _packets) = (frames, packets);
        if (_pace is null)
        {
            return LookForFirst(now, good, announced);
        }

        // Random bytes look like a picture now and then: each frame makes up for two that were none.
        _useless = Math.Clamp(_useless + sent - 3 * good, 0, MostUseless);
        if (good > 0 && _useless == 0)
        {
            _pace.Saw(good, silence);
            _lastGood = now;
            return null;
        }

        return silence > _pace.Limit ? WhyNot() : null;
    }

    // What comes before the first keyframe is of no use, and nobody's fault.
    private FailureReason? LookForFirst(TimeSpan now, long good, double? announced)
    {
        if (good > 0)
        {
            _pace = new FramePace(announced, plan.IsPatient);
            _lastGood = now;
            return null;
        }

        return now <= ConnectLimit ? null
            : _packets > 0 ? FailureReason.NoKeyframe
            : FailureReason.Timeout;
    }

    private TimeSpan ConnectLimit =>
        plan.Analysis == Analysis.Thorough || _packets > 0 ? KeyframeTimeout : ConnectTimeout;

    private FailureReason WhyNot() =>
        (_frames, _useless) switch
        {
            (1, 0) when !plan.IsPatient => FailureReason.Replanned,
            (_, 0) => FailureReason.Stalled,
            _ => FailureReason.BadData,
        };
}
