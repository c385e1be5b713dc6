using CameraGrid.Media.Rtp;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Whep;

/// <summary>Which frames a viewer is sent, and when it has to begin anew with a keyframe.</summary>
internal sealed class WhepFrames(LiveStream live, WhepVideo video, TimeProvider time)
{
    /// <summary>Behind by more than this, a viewer skips to the newest keyframe.</summary>
    private static readonly CursorOptions Options = new(CursorStart.LastKey, TimeSpan.FromSeconds(1.5));

    /// <summary>A keyframe older than this is not gone back to: the next one comes sooner than all since then are sent.</summary>
    private static readonly TimeSpan MostBack = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan BetweenReturns = TimeSpan.FromSeconds(1);

    /// <summary>So many reports in a row, one comes about every second, of so much loss (in 256ths) are a path too narrow.</summary>
    private const int MostLossyReports = 8;
    private const int MuchLoss = 64;

    private volatile bool _pictureLost;
    private bool _waitsForKey;
    private long _returnedAt;
    private int _lossyReports;
    private Generation? _generation;
    private long _presented;

    /// <summary>The viewer cannot decode what it has.</summary>
    public void PictureLost() => _pictureLost = true;

    /// <summary>Whether the path cannot carry the stream: what skips frames, as MSE does, then serves the viewer better.</summary>
    public bool IsHopeless(RtcpReceptionBlock block)
    {
        _lossyReports = block.FractionLost >= MuchLoss ? _lossyReports + 1 : 0;
        return _lossyReports >= MostLossyReports;
    }

    /// <summary>Sends frames until the stream ends, the token is cancelled, or frames cannot be sent in their order.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        while (await SendFromLastKeyAsync(cancellationToken))
        {
            _presented = 0;
            _returnedAt = time.GetTimestamp();
        }
    }

    /// <returns>True: the viewer has lost the picture, and the last keyframe is worth going back to.</returns>
    private async Task<bool> SendFromLastKeyAsync(CancellationToken cancellationToken)
    {
        using var cursor = live.OpenCursor(Options, cancellationToken);
        do
        {
            while (cursor.TryRead(out var lease))
            {
                using (lease)
                {
                    if (lease.Frame.Track == TrackKind.Video && !await TrySendAsync(lease, cancellationToken))
                    {
                        return false;
                    }
                }

                if (_pictureLost)
                {
                    _pictureLost = false;
                    if (MayGoBack())
                    {
                        return true;
                    }

                    // All up to the next keyframe could not be decoded; the path may need the rest.
                    _waitsForKey = true;
                }
            }
        } while (await cursor.WaitAsync());

        return false;
    }

    private async ValueTask<bool> TrySendAsync(FrameLease lease, CancellationToken cancellationToken)
    {
        var frame = lease.Frame;
        if (frame.Generation != _generation)
        {
            _generation = frame.Generation;
            _presented = 0;
        }

        // WebRTC shows frames in the order in which they are sent.
        if (frame.PresentationTime < _presented)
        {
            return false;
        }

        _presented = frame.PresentationTime;
        _waitsForKey &= !frame.IsKey;
        if (!_waitsForKey)
        {
            await video.SendAsync(lease, cancellationToken);
        }

        return true;
    }

    private bool MayGoBack()
    {
        if (_returnedAt != 0 && time.GetElapsedTime(_returnedAt) < BetweenReturns)
        {
            return false;
        }

        if (!live.TryLeaseLastKey(out var key))
        {
            return false;
        }

        using (key)
        {
            return time.GetUtcNow().ToUnixTimeMilliseconds() - key.Frame.ArrivedAt < MostBack.TotalMilliseconds;
        }
    }
}
