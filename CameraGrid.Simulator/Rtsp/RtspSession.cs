using System.Security.Cryptography;
using System.Text;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;
using CameraGrid.Simulator.Faults;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>
/// One client's session (RFC 2326, A.2). It paces itself on the camera's clock, so a client that does not read holds up itself only:
/// once it is too far behind it goes on with the next keyframe.
/// </summary>
internal sealed partial class RtspSession(
    SimulatedStream stream,
    Clip clip,
    IPacketSink sink,
    ConnectionFaults faults,
    ClipSwitch clipSwitch,
    ILogger logger
) : IAsyncDisposable
{
    private static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(2);
    private readonly SortedDictionary<int, SessionTrack> _tracks = [];
    private readonly PacketBatch _batch = new();
    private readonly FaultySink _out = new(sink, faults);
    private readonly byte[] _canonicalName = Encoding.UTF8.GetBytes($"{stream.Camera.Id}@camera");
    private bool _isFrozen;
    private CancellationTokenSource? _stopping;
    private Task _playing = Task.CompletedTask;

    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public SimulatedStream Stream => stream;

    public IPacketSink Sink => sink;

    public ConnectionFaults Faults => faults;

    public bool IsPlaying => _stopping is not null;

    public IReadOnlyDictionary<int, SessionTrack> Tracks => _tracks;

    /// <summary>Adds the track of this index to what is played.</summary>
    public void SetUp(int index, int rtpChannel, int rtcpChannel) =>
        _tracks[index] = new SessionTrack(clip.Tracks.ElementAt(index), rtpChannel, rtcpChannel, faults);

    /// <summary>Finds the next keyframe, from which <see cref="Start"/> plays.</summary>
    public void Prepare()
    {
        var from = stream.Camera.Clock.Elapsed;
        // In order: sound starts with the picture.
        foreach (var track in _tracks.Values)
        {
            track.SkipToKeyFrame(from);
            from = track.Due;
        }
    }

    public void Start()
    {
        _stopping = new CancellationTokenSource();
        _playing = PlayAsync(_stopping.Token);
    }

    public async Task PauseAsync()
    {
        if (_stopping is not { } stopping)
        {
            return;
        }

        await stopping.CancelAsync();
        await _playing;
        stopping.Dispose();
        _stopping = null;
    }

    public async ValueTask DisposeAsync()
    {
        await PauseAsync();
        _out.Dispose();
        _batch.Dispose();
    }

    private async Task PlayAsync(CancellationToken cancellationToken)
    {
        var clock = stream.Camera.Clock;
        try
        {
            while (true)
            {
                var due = _tracks.Values.Min(track => track.Due);
                await clock.WaitAsync(due, cancellationToken);
                if (clock.Elapsed - due > MaxLag)
                {
                    LogSkipping(logger, stream.Camera.Id);
                    Prepare();
                    continue;
                }

                await SwitchClipAsync();
                WriteDue(clock);
                if (!_batch.Written.IsEmpty)
                {
                    await _out.SendAsync(_batch.Written, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // PAUSE, TEARDOWN or the end of the connection.
        }
        catch (IOException error)
        {
            LogGone(logger, stream.Camera.Id, error.Message);
        }
    }

    /// <summary>Writes what is due, at most one frame a track: a bound for the batch.</summary>
    private void WriteDue(CameraClock clock)
    {
        _batch.Clear();
        var now = clock.Elapsed;
        if (IsFrozen())
        {
            Pass(clock, now);
            return;
        }

        foreach (var track in _tracks.Values)
        {
            if (track.Due <= now)
            {
                track.WriteNext(_batch, clock, _canonicalName);
            }
        }
    }

    private bool IsFrozen()
    {
        var isFrozen =
            !faults.IsEmpty
            && (faults.Has(FaultKind.Freeze) || faults.Has(FaultKind.FreezeAll) || faults.Has(FaultKind.Silent));
        if (_isFrozen && !isFrozen)
        {
            // As an encoder that starts anew.
            Prepare();
        }

        return _isFrozen = isFrozen;
    }

    /// <summary>Passes over what is due; reports go on where only the pictures are frozen.</summary>
    private void Pass(CameraClock clock, TimeSpan now)
    {
        var reports = !faults.Has(FaultKind.FreezeAll) && !faults.Has(FaultKind.Silent);
        foreach (var track in _tracks.Values.Where(track => track.Due <= now))
        {
            track.SkipNext();
            if (reports)
            {
                track.WriteReport(_batch, clock, _canonicalName);
            }
        }
    }

    private async ValueTask SwitchClipAsync()
    {
        if (clipSwitch.Next() is not { } next || !_tracks.TryGetValue(0, out var video))
        {
            return;
        }

        try
        {
            video.SwitchTo((await next).Video);
        }
        catch (Exception error) when (error is ClipException or OperationCanceledException)
        {
            LogNotSwitched(logger, stream.Camera.Id, error.Message);
        }
    }
}
