namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>
/// How long a stream may be without a frame before it counts as stalled: <see cref="Ordinary"/>, or five intervals
/// between its frames where those take longer.
/// </summary>
/// <param name="announced">Frames a second as the stream announces them, or null.</param>
/// <param name="isPatient">The stream has been taken for stalled behind its first frame before: do not trust what it announces.</param>
internal sealed class FramePace(double? announced, bool isPatient)
{
    /// <summary>For streams of a frame and more in 0.6 s.</summary>
    public static readonly TimeSpan Ordinary = TimeSpan.FromSeconds(3);

    /// <summary>For the second frame of a stream whose pace nobody knows.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const int Intervals = 5;

    /// <summary>How much of the estimate each look replaces: a stream that quickens is watched closely within seconds.</summary>
    private const double Weight = 0.25;

    private TimeSpan? _interval = isPatient || announced is not > 0 ? null : TimeSpan.FromSeconds(1 / announced.Value);
    private bool _measured;

    /// <summary>The silence after which the stream is stalled.</summary>
    public TimeSpan Limit =>
        _interval is not { } interval ? Patience
        : interval * Intervals > Ordinary ? interval * Intervals
        : Ordinary;

    /// <summary>So many frames came within so much time.</summary>
    public void Saw(long frames, TimeSpan within)
    {
        var interval = within / frames;
        _interval = _measured ? _interval + (interval - _interval) * Weight : interval;
        _measured = true;
    }
}
