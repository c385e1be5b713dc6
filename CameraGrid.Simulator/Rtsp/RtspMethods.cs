using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;
using CameraGrid.Simulator.Faults;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>The methods of RFC 2326 (10) on the one session of a connection.</summary>
internal sealed class RtspMethods(
    Socket socket,
    RtspWriter writer,
    SimulatedCameras cameras,
    ClipStore clips,
    RtspAuthentication authentication,
    TimeProvider time,
    ILogger logger
) : IAsyncDisposable
{
    private const string Known = "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER";

    // How long a client waits for a clip that FFmpeg is still encoding.
    private static readonly TimeSpan ClipLimit = TimeSpan.FromSeconds(60);
    private RtspSession? _session;
    private RtspSession? _prepared;

    /// <summary>The stream that is played; null while none is.</summary>
    public SimulatedStream? Playing => _session is { IsPlaying: true } session ? session.Stream : null;

    public async Task<RtspResponse> HandleAsync(
        RtspRequest request,
        ConnectionFaults faults,
        CancellationToken cancellationToken
    )
    {
        if (request.Version != "RTSP/1.0")
        {
            return new RtspResponse(RtspStatus.VersionNotSupported) { Closes = true };
        }

        // "This field MUST be present in all requests" (12.17).
        if (request.Header("CSeq") is null)
        {
            return new RtspResponse(RtspStatus.BadRequest) { Closes = true };
        }

        if (request.Method == "OPTIONS")
        {
            return new RtspResponse(RtspStatus.Ok).With("Public", Known);
        }

        if (AnswerFaults.Answer(faults, request, authentication) is { } wrong)
        {
            return wrong;
        }

        if (authentication.Check(request) is { } challenge)
        {
            return challenge;
        }

        return request.Method switch
        {
            "DESCRIBE" => await DescribeAsync(request, faults, cancellationToken),
            "SETUP" => await SetUpAsync(request, faults, cancellationToken),
            "PLAY" => InSession(request) ?? Play(request),
            "PAUSE" => InSession(request) ?? await PauseAsync(),
            "TEARDOWN" => InSession(request) ?? await TearDownAsync(),
            // Sent with an empty body "to test client or server liveness" (10.8); there are no parameters.
            "GET_PARAMETER" or "SET_PARAMETER" => new RtspResponse(RtspStatus.Ok),
            _ => new RtspResponse(RtspStatus.NotImplemented).With("Public", Known),
        };
    }

    /// <summary>Plays what PLAY prepared; called when its response is out, which must come before the first packet.</summary>
    public void StartPrepared()
    {
        _prepared?.Start();
        _prepared = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync();
            session.Faults.Stream.Leave();
        }
    }

    private async Task<RtspResponse> DescribeAsync(
        RtspRequest request,
        ConnectionFaults faults,
        CancellationToken cancellationToken
    )
    {
        if (cameras.Find(request.Path) is not { } stream)
        {
            return new RtspResponse(RtspStatus.NotFound);
        }

        var clip = await ClipAsync(stream, ClipVariant.Of(faults), cancellationToken);
        var description = ClipDescription.Create(stream.Camera.Name, clip, !faults.Has(FaultKind.InBandOnlySets));
        return new RtspResponse(RtspStatus.Ok) { Body = description.ToString() }
            .With("Content-Base", $"{request.Uri.TrimEnd('/')}/")
            .With("Content-Type", "application/sdp");
    }

    private async Task<RtspResponse> SetUpAsync(
        RtspRequest request,
        ConnectionFaults faults,
        CancellationToken cancellationToken
    )
    {
        var (path, index) = SplitTrack(request.Path);
        if (cameras.Find(path) is not { } stream)
        {
            return new RtspResponse(RtspStatus.NotFound);
        }

        var variant = ClipVariant.Of(faults);
        var clip = await ClipAsync(stream, variant, cancellationToken);
        if (index < 0 || index >= clip.Tracks.Count())
        {
            return new RtspResponse(RtspStatus.NotFound);
        }

        if (!TransportHeader.TryParse(request.Header("Transport"), out var transport))
        {
            return new RtspResponse(RtspStatus.UnsupportedTransport);
        }

        if (_session is null)
        {
            if (!AnswerFaults.TryEnter(faults))
            {
                return new RtspResponse(RtspStatus.NotEnoughBandwidth);
            }

            IPacketSink sink = transport.IsInterleaved ? new InterleavedSink(writer) : NewUdpSink();
            var clipSwitch = new ClipSwitch(faults, variant, LoadAsync);
            _session = new RtspSession(stream, clip, sink, faults, clipSwitch, logger);

            // Not of the connection: what is being encoded serves the next session too.
            Task<Clip> LoadAsync(ClipVariant other) => other.ClipAsync(stream, clips, CancellationToken.None);
        }
        else if (InSession(request) is { } refusal)
        {
            return refusal;
        }

        if (_session.Stream != stream)
        {
            return new RtspResponse(RtspStatus.AggregateNotAllowed);
        }

        return _session.IsPlaying || _session.Tracks.ContainsKey(index)
            ? new RtspResponse(RtspStatus.NotValidInThisState)
            : SetUp(_session, index, transport);
    }

    private static RtspResponse SetUp(RtspSession session, int index, TransportHeader transport)
    {
        string answer;
        if (transport.IsInterleaved && session.Sink is InterleavedSink)
        {
            session.SetUp(index, transport.First, transport.Second);
            answer = $"RTP/AVP/TCP;unicast;interleaved={transport.First}-{transport.Second}";
        }
        else if (!transport.IsInterleaved && session.Sink is UdpSink udp)
        {
            var channel = 2 * session.Tracks.Count;
            var port = udp.Open(transport.First, transport.Second);
            session.SetUp(index, channel, channel + 1);
            answer = $"RTP/AVP;unicast;client_port={transport.First}-{transport.Second};server_port={port}-{port + 1}";
        }
        else
        {
            // One session, one kind of transport.
            return new RtspResponse(RtspStatus.UnsupportedTransport);
        }

        return new RtspResponse(RtspStatus.Ok)
            .With("Transport", answer)
            .With("Session", $"{session.Id};timeout={(int)RtspConnection.SessionTimeout.TotalSeconds}");
    }

    private RtspResponse Play(RtspRequest request)
    {
        var session = _session!;
        if (session.Tracks.Count == 0)
        {
            return new RtspResponse(RtspStatus.NotValidInThisState);
        }

        if (!session.IsPlaying)
        {
            session.Prepare();
            _prepared = session;
        }

        var address = request.Uri.TrimEnd('/');
        var info = session.Tracks.Select(track =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"url={address}/track{track.Key + 1};seq={track.Value.NextSequenceNumber};rtptime={track.Value.NextTimestamp}"
            )
        );
        return InSession(RtspStatus.Ok).With("Range", "npt=0.000-").With("RTP-Info", string.Join(',', info));
    }

    private async Task<RtspResponse> PauseAsync()
    {
        await _session!.PauseAsync();
        return InSession(RtspStatus.Ok);
    }

    private async Task<RtspResponse> TearDownAsync()
    {
        await DisposeAsync();
        return new RtspResponse(RtspStatus.Ok);
    }

    private RtspResponse InSession(RtspStatus status) => new RtspResponse(status).With("Session", _session!.Id);

    /// <returns>Null when the request names this connection's session, else the refusal.</returns>
    private RtspResponse? InSession(RtspRequest request)
    {
        var id = request.Header("Session")?.Split(';')[0].Trim();
        return _session is not null && id == _session.Id ? null : new RtspResponse(RtspStatus.SessionNotFound);
    }

    private Task<Clip> ClipAsync(SimulatedStream stream, ClipVariant variant, CancellationToken cancellationToken) =>
        variant.ClipAsync(stream, clips, cancellationToken).WaitAsync(ClipLimit, time, cancellationToken);

    // To the address the client comes from, whatever destination it names: a simulator floods no one else.
    private UdpSink NewUdpSink() =>
        new(((IPEndPoint)socket.LocalEndPoint!).Address, ((IPEndPoint)socket.RemoteEndPoint!).Address);

    private static (string Path, int Index) SplitTrack(string path)
    {
        const string Prefix = "/track";
        var slash = path.LastIndexOf('/');
        return
            slash >= 0
            && path.AsSpan(slash).StartsWith(Prefix)
            && int.TryParse(path.AsSpan(slash + Prefix.Length), NumberStyles.None, null, out var number)
            ? (path[..slash], number - 1)
            : (path, -1);
    }
}
