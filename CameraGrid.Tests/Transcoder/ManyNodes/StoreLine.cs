using System.Net.Sockets;

namespace CameraGrid.Tests.Transcoder.ManyNodes;

/// <summary>The line between one node and the store, byte for byte, which can be cut: nothing passes and nothing ends.</summary>
internal sealed class StoreLine : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cameragrid-line-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _gate = new();
    private readonly List<Task> _connections = [];
    private readonly UnixDomainSocketEndPoint _far;
    private readonly Task _accepting;
    private CancellationTokenSource _whole = new();
    private TaskCompletionSource _restored = Restored();

    /// <param name="connectionString">That of a store on a Unix socket.</param>
    public StoreLine(string connectionString)
    {
        _far = new UnixDomainSocketEndPoint(connectionString.TrimStart('!'));
        _listener.Bind(new UnixDomainSocketEndPoint(Near));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public string ConnectionString => $"!{Near}";

    private string Near => Path.Combine(_folder.FullName, "store.sock");

    public void Cut()
    {
        lock (_gate)
        {
            _restored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _whole.Cancel();
        }
    }

    /// <summary>What was cut ends now; new connections work.</summary>
    public void Restore()
    {
        lock (_gate)
        {
            _whole.Dispose();
            _whole = new CancellationTokenSource();
            _restored.SetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _accepting;
        await Task.WhenAll(_connections);
        _listener.Dispose();
        _whole.Dispose();
        _closed.Dispose();
        _folder.Delete(recursive: true);
    }

    private static TaskCompletionSource Restored()
    {
        var restored = new TaskCompletionSource();
        restored.SetResult();
        return restored;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(PassAsync(await _listener.AcceptAsync(_closed.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(Socket near)
    {
        CancellationToken whole;
        lock (_gate)
        {
            whole = _whole.Token;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(whole, _closed.Token);
        using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await using var nearEnd = new NetworkStream(near, ownsSocket: true);
        try
        {
            await far.ConnectAsync(_far, end.Token);
            await using var farEnd = new NetworkStream(far);
            await await Task.WhenAny(nearEnd.CopyToAsync(farEnd, end.Token), farEnd.CopyToAsync(nearEnd, end.Token));
        }
        catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
        {
            if (!_closed.IsCancellationRequested && end.IsCancellationRequested)
            {
                // Cut, or opened while it was: the node is not told, it hears nothing.
                Task restored;
                lock (_gate)
                {
                    restored = _restored.Task;
                }

                await restored.WaitAsync(_closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
