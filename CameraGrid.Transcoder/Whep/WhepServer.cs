using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using CameraGrid.Cameras;
using CameraGrid.Media.Sdp;
using CameraGrid.Media.Stun;
using CameraGrid.Transcoder.Live;
using CameraGrid.Transcoder.Ownership;
using CameraGrid.Transcoder.Telemetry;
using Microsoft.Extensions.Options;

namespace CameraGrid.Transcoder.Whep;

/// <summary>
/// All sessions, and the one socket that they share. A datagram belongs to the session that its check of ICE names, or whose
/// viewer has proved to send from that address; all else is dropped.
/// </summary>
internal sealed partial class WhepServer(
    DtlsIdentity identity,
    TranscoderMetrics metrics,
    ServingEnd serving,
    TimeProvider time,
    IOptions<WhepOptions> options,
    IConfiguration configuration,
    ILogger<WhepServer> logger
) : IHostedService, IDisposable
{
    /// <summary>Handshakes at the same time, each with a thread and some milliseconds of a processor.</summary>
    private const int MostHandshakes = 4;

    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, WhepSession> _sessions = new();
    private readonly ConcurrentDictionary<string, WhepSession> _byUfrag = new();
    private readonly ConcurrentDictionary<SocketAddress, WhepSession> _byAddress = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly SemaphoreSlim _handshakes = new(MostHandshakes);
    private readonly CancellationTokenSource _stopped = new();
    private WhepSocket? _socket;
    private IReadOnlyList<IPEndPoint> _candidates = [];
    private int _count;
    private Task _receiving = Task.CompletedTask;
    private ITimer? _look;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var announced = WhepAddresses.Announced(options.Value, configuration);
        _socket = new WhepSocket(WhepAddresses.ListenFor(announced), options.Value.Port);
        _candidates = [.. announced.Select(address => new IPEndPoint(address, _socket.Port))];
        LogListening(_socket.Port, string.Join(", ", announced));
        _receiving = ReceiveAsync(_socket, _stopped.Token);
        _look = time.CreateTimer(_ => EndLost(), null, LookEvery, LookEvery);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var session in _sessions.Values)
        {
            session.End();
        }

        await Task.WhenAll(_running.Keys)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopped.CancelAsync();
        await _receiving;
    }

    /// <summary>Begins a session.</summary>
    /// <returns>False: there are as many as there may be.</returns>
    public bool TryBegin(
        LiveStream live,
        VideoOffer offer,
        OfferedH264 format,
        [NotNullWhen(true)] out WhepSession? session
    )
    {
        session = null;
        if (Interlocked.Increment(ref _count) > options.Value.MostSessions || _socket is null)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        var answer = new VideoAnswer
        {
            Offer = offer,
            Format = format,
            SessionId = RandomNumberGenerator.GetInt32(int.MaxValue),
            // "at least 24 bits of randomness" and "at least 128" (RFC 8445, 5.3).
            IceUfrag = RandomNumberGenerator.GetHexString(16, lowercase: true),
            IcePassword = RandomNumberGenerator.GetHexString(32, lowercase: true),
            Fingerprint = identity.Fingerprint,
            Ssrc = RandomSsrc(),
            RtxSsrc = RandomSsrc(),
            Candidates = _candidates,
        };
        session = new WhepSession(
            RandomNumberGenerator.GetHexString(32, lowercase: true),
            live,
            answer,
            _socket,
            time,
            serving.Ended
        );
        _sessions[session.Id] = session;
        _byUfrag[answer.IceUfrag] = session;
        var running = RunAsync(session);
        _running[running] = true;
        _ = running.ContinueWith(
            done => _running.TryRemove(done, out _),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        return true;
    }

    /// <summary>Ends a session of a stream; false where there is none, or it has ended.</summary>
    public bool TryEnd(LiveStream live, string id)
    {
        if (!_sessions.TryGetValue(id, out var session) || session.Live != live || session.HasEnded)
        {
            return false;
        }

        session.End();
        return true;
    }

    /// <summary>The viewer of a session may stay; false where there is none, or it has ended.</summary>
    public bool TryRenew(string id)
    {
        if (!_sessions.TryGetValue(id, out var session) || session.HasEnded)
        {
            return false;
        }

        session.Renew();
        return true;
    }

    public void Dispose()
    {
        _look?.Dispose();
        _socket?.Dispose();
        _handshakes.Dispose();
        _stopped.Dispose();
    }

    private async Task RunAsync(WhepSession session)
    {
        var (camera, stream) = (session.Live.Key.Camera, session.Live.Key.Stream.ToText());
        LogBegan(camera, stream, session.Id);
        try
        {
            await session.RunAsync(metrics);
        }
        catch (Exception failure)
        {
            LogBroke(camera, stream, session.Id, failure);
        }

        _sessions.TryRemove(session.Id, out _);
        _byUfrag.TryRemove(session.Answer.IceUfrag, out _);
        foreach (var address in session.Addresses)
        {
            _byAddress.TryRemove(new(address, session));
        }

        Interlocked.Decrement(ref _count);
        LogEnded(camera, stream, session.Id);
    }

    private async Task ReceiveAsync(WhepSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[WhepSocket.LargestDatagram];
        var from = socket.NewAddress();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var length = await socket.ReceiveAsync(buffer, from, cancellationToken);
                Sort(buffer.AsSpan(0, length), from);
            }
            catch (SocketException)
            {
                // Of an earlier datagram: its receiver has closed its port.
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                // One datagram must not end the sessions of all.
                LogFailed(failure);
            }
        }
    }

    // "the first byte … [0..3] STUN, [20..63] DTLS, [128..191] RTP" or RTCP (RFC 7983, 7).
    private void Sort(Span<byte> datagram, SocketAddress from)
    {
        if (datagram.IsEmpty)
        {
            return;
        }

        if (datagram[0] <= 3)
        {
            Check(datagram, from);
        }
        else if (_byAddress.TryGetValue(from, out var session) && !session.HasEnded)
        {
            if (datagram[0] is >= 20 and <= 63 && session.TakeDtls(datagram))
            {
                _ = HandshakeAsync(session);
            }
            else if (datagram[0] is >= 128 and <= 191)
            {
                session.TakeReports(datagram);
            }
        }
    }

    private void Check(ReadOnlySpan<byte> datagram, SocketAddress from)
    {
        if (!StunMessage.TryRead(datagram, out var check))
        {
            return;
        }

        var colon = check.Username.IndexOf((byte)':');
        if (
            colon > 0
            && _byUfrag.TryGetValue(Encoding.ASCII.GetString(check.Username[..colon]), out var session)
            && !session.HasEnded
            && session.TryCheck(check, from)
        )
        {
            var address = session.Addresses.First(from.Equals);
            _byAddress[address] = session;
            if (session.HasEnded)
            {
                // Just now: what it had may have been forgotten already.
                _byAddress.TryRemove(new(address, session));
            }
        }
    }

    private async Task HandshakeAsync(WhepSession session)
    {
        await _handshakes.WaitAsync(_stopped.Token);
        try
        {
            if (!session.HasEnded)
            {
                await Task.Factory.StartNew(
                    () => session.Handshake(identity, HandshakeLimit),
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                );
            }
        }
        finally
        {
            _handshakes.Release();
        }
    }

    private void EndLost()
    {
        foreach (var session in _sessions.Values.Where(session => session.IsLost))
        {
            session.End();
        }
    }

    private static uint RandomSsrc() => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
