using System.Net;
using System.Net.Sockets;
using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ownership;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace CameraGrid.Tests.Transcoder.Ownership;

public sealed class PeersTests : IAsyncLifetime
{
    private readonly List<WebApplication> _others = [];
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private readonly Peers _peers = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _silent.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _silent.Dispose();
        _peers.Dispose();
        foreach (var other in _others)
        {
            await other.DisposeAsync();
        }
    }

    [Theory]
    // Alone: it is the store that is away.
    [InlineData("", false)]
    [InlineData("misses", false)]
    [InlineData("misses misses", false)]
    [InlineData("misses reaches", true)]
    [InlineData("misses silent refuses", false)]
    [InlineData("reaches silent", true)]
    // Frozen, dead, or on the other side of the cut.
    [InlineData("silent", true)]
    [InlineData("refuses silent", true)]
    // Something else at that address.
    [InlineData("stranger", true)]
    public async Task A_node_is_cut_off_where_another_reaches_the_store_or_none_can_be_reached(
        string others,
        bool expected
    )
    {
        var nodes = new List<TranscoderNode>();
        foreach (var (index, kind) in others.Split(' ', StringSplitOptions.RemoveEmptyEntries).Index())
        {
            nodes.Add(new TranscoderNode($"node-{index}", await StartAsync(kind, $"node-{index}")));
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(expected, await _peers.SayCutOffAsync(nodes, Token));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    private async Task<Uri> StartAsync(string kind, string id)
    {
        if (kind is "silent" or "refuses")
        {
            return kind == "silent" ? new Uri($"http://{_silent.LocalEndpoint}") : new Uri("http://127.0.0.1:1");
        }

        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = ["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"] }
        );
        var app = builder.Build();
        app.MapGet(
            PeerAnswer.Route,
            () => new PeerAnswer(kind == "stranger" ? "stranger" : id, ReachesStore: kind != "misses")
        );
        _others.Add(app);
        await app.StartAsync(Token);
        return new Uri(app.Urls.Single());
    }
}
