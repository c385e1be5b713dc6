using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>The RTSP 1.0 server (RFC 2326) all simulated cameras stand behind.</summary>
public sealed partial class RtspServer : BackgroundService
{
    private const int MaxConnections = 1024;
    private const int SendBuffer = 256 * 1024;
    private static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(200);
    private readonly SimulatedCameras _cameras;
    private readonly ClipStore _clips;
    private readonly RtspAuthentication _authentication;
    private readonly SimulatorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<RtspConnection, Task> _connections = new();
    private Socket? _listener;

    internal RtspServer(
        SimulatedCameras cameras,
        ClipStore clips,
        RtspAuthentication authentication,
        IOptions<SimulatorOptions> options,
        TimeProvider time,
        ILogger<RtspServer> logger
    )
    {
        _cameras = cameras;
        _clips = clips;
        _authentication = authentication;
        _options = options.Value;
        _time = time;
        _logger = logger;
    }

    /// <summary>The port it listens on; 0 before the start.</summary>
    public int Port { get; private set; }

    /// <summary>The address of a stream such as <see cref="SimulatedCamera.MainPath"/>, without credentials. After the start.</summary>
    public Uri UrlOf(string path)
    {
        var address = IPAddress.Parse(_options.RtspAddress);
        var host = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : address;
        return new UriBuilder("rtsp", host.ToString(), Port, path).Uri;
    }

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(_options.RtspAddress), _options.RtspPort);
        _listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(endPoint);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            var inUse = new AddressInUseException(error.Message, error);
            throw new IOException($"The RTSP address {endPoint} (Simulator:RtspPort) is in use", inUse);
        }

        _listener.Listen(128);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        LogListening(_logger, UrlOf("/"));
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        // First the token, by which the accept loop knows that its listener is closed on purpose.
        base.Dispose();
        _listener?.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await AcceptAsync(stoppingToken);
            }
        }
        catch (Exception error)
            when (stoppingToken.IsCancellationRequested
                && error is OperationCanceledException or SocketException or ObjectDisposedException
            )
        {
            await Task.WhenAll(_connections.Values);
        }
    }

    private async Task AcceptAsync(CancellationToken stoppingToken)
    {
        Socket socket;
        try
        {
            socket = await _listener!.AcceptAsync(stoppingToken);
        }
        catch (SocketException error) when (!stoppingToken.IsCancellationRequested)
        {
            // Such as too many open files, which pass.
            LogNotAccepted(_logger, error.Message);
            await Task.Delay(AcceptRetry, _time, stoppingToken);
            return;
        }

        if (_connections.Count >= MaxConnections)
        {
            socket.Dispose();
            return;
        }

        socket.NoDelay = true;
        // The bound of what waits for a slow client: about half a second of a heavy stream.
        socket.SendBufferSize = SendBuffer;
        var connection = new RtspConnection(socket, _cameras, _clips, _authentication, _time, _logger);
        _connections[connection] = ServeAsync(connection, stoppingToken);
    }

    private async Task ServeAsync(RtspConnection connection, CancellationToken cancellationToken)
    {
        // First let the caller note the connection, which the end of this method takes off again.
        await Task.Yield();
        try
        {
            await using (connection)
            {
                await connection.RunAsync(cancellationToken);
            }
        }
        catch (Exception error)
        {
            LogFailed(_logger, error);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }
}
