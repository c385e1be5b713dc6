using System.Net;
using System.Net.Sockets;
using CameraGrid.Bench.Harness;

namespace CameraGrid.Tests.Bench.Harness;

public sealed class LineTests : IAsyncDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly TcpListener _far = new(IPAddress.Loopback, 0);
    private readonly Line _line;

    public LineTests()
    {
        _far.Start();
        _line = new Line(new Uri($"http://{_far.LocalEndpoint}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        _far.Dispose();
    }

    [Fact]
    public async Task Bytes_pass_both_ways()
    {
        using var near = await ConnectAsync(_line);
        using var far = await _far.AcceptSocketAsync(Token);

        Assert.Equal(1, await PassAsync(near, far, 1));
        Assert.Equal(2, await PassAsync(far, near, 2));
    }

    [Fact]
    public async Task After_an_outage_new_connections_work_and_those_of_before_stay_open_and_dead()
    {
        using var before = await ConnectAsync(_line);
        using var farBefore = await _far.AcceptSocketAsync(Token);
        await PassAsync(before, farBefore, 1);

        _line.GoDown();
        _line.ComeUp();
        using var after = await ConnectAsync(_line);
        using var farAfter = await _far.AcceptSocketAsync(Token);
        await before.SendAsync(new byte[] { 2 }, Token);

        Assert.Equal(3, await PassAsync(after, farAfter, 3));
        Assert.Equal(0, farBefore.Available);
        Assert.False(before.Poll(0, SelectMode.SelectRead));
    }

    [Fact]
    public async Task It_leads_to_a_unix_socket_too()
    {
        var folder = Directory.CreateTempSubdirectory("camgrid-line-");
        var address = new UnixDomainSocketEndPoint(Path.Combine(folder.FullName, "far.sock"));
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(address);
        listener.Listen();
        await using var line = new Line(address);

        using var near = await ConnectAsync(line);
        using var far = await listener.AcceptAsync(Token);

        Assert.Equal(1, await PassAsync(near, far, 1));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_end_that_closes_closes_the_other()
    {
        using var near = await ConnectAsync(_line);
        using (var far = await _far.AcceptSocketAsync(Token))
        {
            await PassAsync(near, far, 1);
        }

        Assert.Equal(0, await near.ReceiveAsync(new byte[1], Token));
    }

    private static async Task<Socket> ConnectAsync(Line line)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(line.Address.Host, line.Address.Port, Token);
        return socket;
    }

    private static async Task<byte> PassAsync(Socket from, Socket to, byte value)
    {
        var buffer = new byte[1];
        await from.SendAsync(new[] { value }, Token);
        await to.ReceiveAsync(buffer, Token);
        return buffer[0];
    }
}
