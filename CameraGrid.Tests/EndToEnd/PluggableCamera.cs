using System.Net;
using System.Net.Sockets;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>A camera that is there while it is plugged in, always at the same address.</summary>
internal sealed class PluggableCamera : IAsyncDisposable
{
    private readonly int _port = FreePort();
    private TestSimulator? _simulator;

    public string Url => $"rtsp://127.0.0.1:{_port}/cam1/sub";

    public async Task PlugInAsync() => _simulator = await TestSimulator.StartAsync($"RtspPort={_port}");

    /// <summary>Nothing where it is unplugged already.</summary>
    public async Task UnplugAsync()
    {
        await DisposeAsync();
        _simulator = null;
    }

    public ValueTask DisposeAsync() => _simulator?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
