using System.Net;
using System.Net.Sockets;
using CameraGrid.Bench.Harness;

namespace CameraGrid.Tests.Bench.Harness;

public sealed class TcpConnectionTests
{
    [Fact]
    public void Connections_are_read_and_sockets_in_other_states_are_not()
    {
        const string table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 100 1 0000000000000000 100 0 0 10 0
               1: 0100007F:D431 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 20 4 30 10 -1
               2: 0100007F:D432 0100007F:1F90 06 00000000:00000000 03:00001000 00000000     0        0 0 3 0000000000000000

            """;

        Assert.Equal([new TcpConnection(54321, 8080, 4711)], TcpConnection.Parse(table));
    }

    [Fact]
    public async Task The_process_behind_a_connection_is_found()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc here.");
        var token = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(IPAddress.Loopback, port, token);
        using var accepted = await listener.AcceptTcpClientAsync(token);

        var connection = Assert.Single(TcpConnection.All(), tcp => tcp.RemotePort == port);

        Assert.Contains(connection.Inode, ProcessUsage.Sockets(Environment.ProcessId));
        Assert.Empty(ProcessUsage.Sockets(int.MaxValue));
    }
}
