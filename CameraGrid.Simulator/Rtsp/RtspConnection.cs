using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using CameraGrid.Media;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;

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

    public RtspConnection(
        Socket socket,
        SimulatedCameras cameras,
        ClipStore clips,
        RtspAuthentication authentication,
        TimeProvider time,
        ILogger logger
    )
    {
        _socket = socket;
        _time = time;
        _logger = logger;
        _writer = new RtspWriter(socket, time);
        _methods = new RtspMethods(socket, _writer, cameras, clips, authentication, time, logger);
    }

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
        RtspResponse response;
        try
        {
            response = await _methods.HandleAsync(request, cancellationToken);
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
}
