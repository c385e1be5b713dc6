using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Hls;

/// <summary>Where a client's question stands.</summary>
internal enum HlsAnswer
{
    Ready,

    /// <summary>It has left the ring, or it was hinted at and never came.</summary>
    Gone,

    /// <summary>It lies further ahead than a server has to wait for.</summary>
    TooFarAhead,

    /// <summary>It did not come in time: the stream is away.</summary>
    TimedOut,
}

/// <summary>
/// One stream cut into segments and parts, from its first HLS viewer on. Follows the ring through a cursor of its own, so
/// that a stream that nobody watches over HLS costs nothing.
/// </summary>
internal sealed class HlsStream
{
    /// <summary>Frames to have seen before the pace is settled.</summary>
    private const int FramesToSettle = 5;

    /// <summary>What is listed stays in the ring at least this much longer, so that it can still be fetched.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);

    /// <summary>The same where the playlist would become too short otherwise.</summary>
    private static readonly TimeSpan LeastMargin = TimeSpan.FromSeconds(1);

    private readonly LiveStream _live;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private HlsTimeline? _timeline;
    private TaskCompletionSource _changed = NewChange();
    private bool _ended;

    public HlsStream(LiveStream live, TimeProvider time, CancellationToken stopping)
    {
        _live = live;
        _time = time;
        Following = FollowAsync(stopping);
    }

    /// <summary>Ends when the stream is removed or the service stops.</summary>
    public Task Following { get; }

    /// <summary>The playlist as it stands, once it lists a segment: a player that knows no parts starts with one.</summary>
    public async Task<(HlsAnswer Answer, string Text)> ReadPlaylistAsync(bool skip, CancellationToken cancellationToken)
    {
        var answer = await WaitAsync(
            timeline => timeline.Segments.Count > 1 ? HlsAnswer.Ready : null,
            cancellationToken
        );
        return (answer, answer == HlsAnswer.Ready ? Text(skip) : "");
    }

    /// <summary>
    /// The playlist once it holds a segment, or a part of it: RFC 8216bis, 6.2.5.2 (blocking playlist reload).
    /// </summary>
    public async Task<(HlsAnswer Answer, string Text)> ReadPlaylistAsync(
        long mediaSequence,
        int? part,
        bool skip,
        CancellationToken cancellationToken
    )
    {
        var answer = await WaitAsync(timeline => Holds(timeline, mediaSequence, part), cancellationToken);
        return (answer, answer == HlsAnswer.Ready ? Text(skip) : "");
    }

    /// <summary>Leases the frames of a whole segment; the caller disposes each.</summary>
    public Task<HlsAnswer> LeaseSegmentAsync(
        long mediaSequence,
        List<FrameLease> leases,
        CancellationToken cancellationToken
    ) =>
        LeaseAsync(
            timeline =>
                timeline.Find(mediaSequence) switch
                {
                    { IsComplete: true } => HlsAnswer.Ready,
                    { } => null,
                    _ => Missing(timeline, mediaSequence),
                },
            timeline => timeline.Find(mediaSequence) is { } found ? (found.First, found.End) : null,
            leases,
            cancellationToken
        );

    /// <summary>Leases the frames of a part; waits for the one that is hinted at. The caller disposes each.</summary>
    public Task<HlsAnswer> LeasePartAsync(
        long mediaSequence,
        int part,
        List<FrameLease> leases,
        CancellationToken cancellationToken
    ) =>
        LeaseAsync(
            timeline =>
                timeline.Find(mediaSequence) switch
                {
                    _ when part < 0 => HlsAnswer.Gone,
                    { } segment when part < segment.Parts.Count => HlsAnswer.Ready,
                    { IsComplete: true } => HlsAnswer.Gone,
                    { } segment => part == segment.Parts.Count ? null : HlsAnswer.TooFarAhead,
                    _ => Missing(timeline, mediaSequence),
                },
            timeline => timeline.Find(mediaSequence)?.Parts[part] is { } found ? (found.First, found.End) : null,
            leases,
            cancellationToken
        );

    /// <summary>The init segment of a generation that the playlist lists, or null.</summary>
    public ReadOnlyMemory<byte>? FindInit(long generation)
    {
        lock (_lock)
        {
            return _timeline
                ?.Segments.FirstOrDefault(segment => segment.Generation.Number == generation)
                ?.Generation.FullInit;
        }
    }

    private async Task<HlsAnswer> LeaseAsync(
        Func<HlsTimeline, HlsAnswer?> ask,
        Func<HlsTimeline, (long First, long End)?> range,
        List<FrameLease> leases,
        CancellationToken cancellationToken
    )
    {
        var answer = await WaitAsync(ask, cancellationToken);
        if (answer != HlsAnswer.Ready)
        {
            return answer;
        }

        lock (_lock)
        {
            return range(_timeline!) is var (first, end) && _live.TryLeaseRange(first, end, leases)
                ? HlsAnswer.Ready
                : HlsAnswer.Gone;
        }
    }

    private string Text(bool skip)
    {
        lock (_lock)
        {
            return HlsPlaylist.Write(_timeline!, skip);
        }
    }

    // Null: not yet.
    private static HlsAnswer? Holds(HlsTimeline timeline, long mediaSequence, int? part)
    {
        if (timeline.Current is not { } current)
        {
            return null;
        }

        // "If the client requests a Part Index greater than that of the final Partial Segment of the Parent Segment, the
        // server MUST treat the request as one for Part Index 0 of the following Parent Segment."
        if (
            part is { } index
            && timeline.Find(mediaSequence) is { IsComplete: true } asked
            && index >= asked.Parts.Count
        )
        {
            return Holds(timeline, mediaSequence + 1, 0);
        }

        if (mediaSequence < current.MediaSequence)
        {
            return HlsAnswer.Ready;
        }

        // "a _HLS_msn parameter that is greater than the Media Sequence Number of the last Media Segment in the current
        // Playlist plus two ... SHOULD immediately return Bad Request, such as HTTP 400"; likewise for the part.
        if (mediaSequence > current.MediaSequence + 2 || part - current.Parts.Count > AdvancePartLimit(timeline.Pace))
        {
            return HlsAnswer.TooFarAhead;
        }

        return mediaSequence == current.MediaSequence && part < current.Parts.Count ? HlsAnswer.Ready : null;
    }

    // 6.2.5.2: "three if the Part Target Duration is 1 second or more, else three divided by the Part Target Duration".
    private static long AdvancePartLimit(HlsPace pace) => Math.Max(3, 3_000_000 / pace.PartTarget);

    private static HlsAnswer? Missing(HlsTimeline timeline, long mediaSequence) =>
        timeline.Current is not { } current ? null
        : mediaSequence < current.MediaSequence ? HlsAnswer.Gone
        : HlsAnswer.TooFarAhead;

    private async Task<HlsAnswer> WaitAsync(Func<HlsTimeline, HlsAnswer?> ask, CancellationToken cancellationToken)
    {
        var since = _time.GetTimestamp();
        while (true)
        {
            Task changed;
            bool ended;
            var limit = TimeSpan.FromSeconds(6);
            lock (_lock)
            {
                ended = _ended;
                if (_timeline is not null)
                {
                    if (ask(_timeline) is { } answer)
                    {
                        return answer;
                    }

                    // "it SHOULD return 503 if it has waited longer than three Target Durations".
                    limit = TimeSpan.FromSeconds(Math.Max(3, 3 * _timeline.Pace.TargetDuration));
                }

                changed = _changed.Task;
            }

            var left = limit - _time.GetElapsedTime(since);
            if (ended || left <= TimeSpan.Zero)
            {
                return HlsAnswer.TimedOut;
            }

            try
            {
                await changed.WaitAsync(left, _time, cancellationToken);
            }
            catch (TimeoutException)
            {
                return HlsAnswer.TimedOut;
            }
        }
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        try
        {
            await ReadAsync(stopping);
        }
        finally
        {
            lock (_lock)
            {
                _ended = true;
            }

            Change();
        }
    }

    private async Task ReadAsync(CancellationToken stopping)
    {
        using var cursor = _live.OpenCursor(new CursorOptions(CursorStart.OldestKey, MostBehind: null), stopping);
        var early = new List<Frame>();
        do
        {
            while (cursor.TryRead(out var lease))
            {
                var frame = lease.Frame;
                lease.Dispose();
                if (_timeline is not null)
                {
                    Add(_timeline, frame);
                    continue;
                }

                early.Add(frame);
            }

            if (_timeline is null && early.Count(frame => frame.Track == TrackKind.Video) >= FramesToSettle)
            {
                Settle(early);
                early = [];
            }
        } while (await cursor.WaitAsync());
    }

    private void Settle(List<Frame> early)
    {
        var video = early.Where(frame => frame.Track == TrackKind.Video);
        var pace = HlsPace.Of([.. video.Select(frame => (frame.DecodeTime, frame.IsKey))], _live.Options.Duration);
        var timeline = new HlsTimeline(pace, HlsTimeline.FirstMediaSequence(_time.GetUtcNow()));
        foreach (var frame in early)
        {
            timeline.Add(frame);
        }

        lock (_lock)
        {
            _timeline = timeline;
        }

        Change();
    }

    private void Add(HlsTimeline timeline, in Frame frame)
    {
        bool changed;
        lock (_lock)
        {
            changed = timeline.Add(frame);
            if (changed)
            {
                var ring = frame.DecodeTime - (long)_live.Options.Duration.TotalMicroseconds;
                timeline.DropBefore(ring + (long)Margin.TotalMicroseconds, ring + (long)LeastMargin.TotalMicroseconds);
            }
        }

        if (changed)
        {
            Change();
        }
    }

    private void Change()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            changed = _changed;
            _changed = NewChange();
        }

        changed.SetResult();
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
