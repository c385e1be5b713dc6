using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using CameraGrid.Media;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;
using CameraGrid.Simulator.Faults;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>One client: reads its requests and answers them. A session lives with the connection that set it up.</summary>
internal sealed partial class RtspConnection : IAsyncDisposable
{
    /// <summary>After this long without a request or a receiver report the client counts as gone.</summary>
    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(60);
    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RtspWriter _writer;
    private readonly RtspMethods _methods;
    private readonly SimulatedCameras _cameras;
    private readonly CameraFaults _faults;
    private volatile ConnectionFaults _met;

    public RtspConnection(
        Socket socket,
        SimulatedCameras cameras,
        CameraFaults faults,
        ClipStore clips,
        RtspAuthentication authentication,
        TimeProvider time,
        ILogger logger
    )
    {
        _socket = socket;
        _cameras = cameras;
        _faults = faults;
        _met = new ConnectionFaults(StreamFaults.None, Cut);
        _time = time;
        _logger = logger;
        _writer = new RtspWriter(socket, time);
        _methods = new RtspMethods(socket, _writer, cameras, clips, authentication, time, logger);
    }

    /// <summary>The stream that is played; null while none is.</summary>
    public SimulatedStream? Playing => _methods.Playing;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(new NetworkStream(_socket));
        try
        {
            while (await ReadAsync(reader, cancellationToken)) { }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            LogClosed(_logger, error.Message);
        }
        catch (OperationCanceledException)
        {
            LogClosed(_logger, cancellationToken.IsCancellationRequested ? "the server stops" : "no sign of life");
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    /// <summary>Ends the connection if its camera has lost power.</summary>
    public void OnFaultsChanged()
    {
        if (_met.Has(FaultKind.Reboot))
        {
            Reset();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // First the socket: a write that waits for the client ends with it.
        _socket.Dispose();
        await _methods.DisposeAsync();
        _writer.Dispose();
    }

    private async Task<bool> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        using var idle = new CancellationTokenSource(SessionTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancellationToken);
        var result = await reader.ReadAsync(either.Token);
        await _met.WhileAsync(FaultKind.StopReading, either.Token);
        var buffer = result.Buffer;
        try
        {
            while (RtspRequestParser.TryRead(ref buffer, out var request))
            {
                if (!await AnswerAsync(request!, cancellationToken))
                {
                    return false;
                }
            }
        }
        catch (RtspFormatException error)
        {
            LogClosed(_logger, error.Message);
            await _writer.WriteAsync(new RtspResponse(RtspStatus.BadRequest).ToBytes(null), cancellationToken);
            return false;
        }

        reader.AdvanceTo(buffer.Start, buffer.End);
        return !result.IsCompleted;
    }

    private async Task<bool> AnswerAsync(RtspRequest request, CancellationToken cancellationToken)
    {
        var isFirst = Meet(request.Path);
        if (_met.Has(FaultKind.Reboot) || (isFirst && _met.Has(FaultKind.Refuse)))
        {
            Reset();
            return false;
        }

        if (_met.Has(FaultKind.Silent))
        {
            return true;
        }

        RtspResponse response;
        try
        {
            response = await _methods.HandleAsync(request, _met, cancellationToken);
        }
        catch (Exception error) when (error is ClipException or MediaFormatException or TimeoutException)
        {
            LogUnavailable(_logger, request.Path, error.Message);
            response = new RtspResponse(RtspStatus.ServiceUnavailable);
        }

        LogAnswered(_logger, request.Method, request.Path, (int)response.Status);
        await _writer.WriteAsync(response.ToBytes(request.Header("CSeq")), cancellationToken);
        _methods.StartPrepared();
        return !response.Closes;
    }

    /// <returns>True when the connection has not asked for this stream before.</returns>
    private bool Meet(string path)
    {
        var parent = path[..Math.Max(0, path.LastIndexOf('/'))];
        if ((_cameras.Find(path) ?? _cameras.Find(parent)) is not { } stream || _faults.Of(stream) == _met.Stream)
        {
            return false;
        }

        _met = new ConnectionFaults(_faults.Of(stream), Cut);
        return true;
    }

    /// <summary>Closes the connection when what was written is out.</summary>
    private void Cut()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            LogClosed(_logger, error.Message);
        }
    }

    /// <summary>Ends the connection as a machine that knows it no more: with a reset.</summary>
    private void Reset()
    {
        try
        {
            _socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            LogClosed(_logger, error.Message);
        }

        _socket.Dispose();
    }
}
