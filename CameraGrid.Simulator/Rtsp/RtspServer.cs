using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;
using CameraGrid.Simulator.Faults;
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
    private readonly CameraFaults _faults;
    private readonly ClipStore _clips;
    private readonly RtspAuthentication _authentication;
    private readonly SimulatorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<RtspConnection, Task> _connections = new();
    private readonly Dictionary<string, CameraListener> _listeners = [];
    private Socket? _listener;

    internal RtspServer(
        SimulatedCameras cameras,
        CameraFaults faults,
        ClipStore clips,
        RtspAuthentication authentication,
        IOptions<SimulatorOptions> options,
        TimeProvider time,
        ILogger<RtspServer> logger
    )
    {
        _cameras = cameras;
        _faults = faults;
        _clips = clips;
        _authentication = authentication;
        _options = options.Value;
        _time = time;
        _logger = logger;
    }

    /// <summary>The port all cameras are reached at; 0 before the start.</summary>
    public int Port { get; private set; }

    /// <summary>The streams that are played now, each as often as there are clients that play it.</summary>
    internal IEnumerable<SimulatedStream> Playing =>
        _connections.Keys.Select(connection => connection.Playing).OfType<SimulatedStream>();

    /// <summary>The address of a stream such as <see cref="SimulatedCamera.MainPath"/>, without credentials. After the start.</summary>
    public Uri UrlOf(string path)
    {
        var address = IPAddress.Parse(_options.RtspAddress);
        var host = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : address;
        var port = _listeners.TryGetValue(path.Split('/')[1], out var own) ? own.EndPoint.Port : Port;
        return new UriBuilder("rtsp", host.ToString(), port, path).Uri;
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
        if (_options.PortPerCamera)
        {
            foreach (var camera in _cameras.Streams.GroupBy(stream => stream.Camera.Id))
            {
                _listeners[camera.Key] = new CameraListener(endPoint.Address, [.. camera.Select(_faults.Of)]);
            }
        }

        _faults.Changed += OnFaultsChanged;
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        // First the token, by which the accept loop knows that its listener is closed on purpose.
        base.Dispose();
        _faults.Changed -= OnFaultsChanged;
        _listener?.Dispose();
        foreach (var listener in _listeners.Values)
        {
            listener.Dispose();
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll([
            AcceptAllAsync(_listener!.AcceptAsync, stoppingToken),
            .. _listeners.Values.Select(listener => AcceptAllAsync(listener.AcceptAsync, stoppingToken)),
        ]);
        await Task.WhenAll(_connections.Values);
    }

    private async Task AcceptAllAsync(
        Func<CancellationToken, ValueTask<Socket>> accept,
        CancellationToken stoppingToken
    )
    {
        try
        {
            while (true)
            {
                await AcceptAsync(accept, stoppingToken);
            }
        }
        catch (Exception error)
            when (stoppingToken.IsCancellationRequested
                && error is OperationCanceledException or SocketException or ObjectDisposedException
            )
        {
            // The server stops.
        }
    }

    private async Task AcceptAsync(Func<CancellationToken, ValueTask<Socket>> accept, CancellationToken stoppingToken)
    {
        Socket socket;
        try
        {
            socket = await accept(stoppingToken);
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
        var connection = new RtspConnection(socket, _cameras, _faults, _clips, _authentication, _time, _logger);
        _connections[connection] = ServeAsync(connection, stoppingToken);
    }

    private void OnFaultsChanged(string camera)
    {
        if (_listeners.TryGetValue(camera, out var listener))
        {
            listener.Update();
        }

        foreach (var connection in _connections.Keys)
        {
            connection.OnFaultsChanged();
        }
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
