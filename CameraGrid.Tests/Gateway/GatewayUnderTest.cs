using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using CameraGrid.Cameras;
using CameraGrid.Gateway;
using CameraGrid.Gateway.Proxy;
using CameraGrid.Standalone.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Gateway;

/// <summary>A gateway over a store of its own, with two cameras: "yard" with both streams, "gate" with main only.</summary>
internal sealed class GatewayUnderTest : IAsyncDisposable
{
    private readonly EmbeddedStore _store = EmbeddedStore.Start(folder: null);
    private readonly List<WebApplication> _others = [];
    private WebApplication? _gateway;

    public static StreamKey YardMain { get; } = new("yard", StreamName.Main);

    public static StreamKey YardSub { get; } = new("yard", StreamName.Sub);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>What is registered on top, before the start.</summary>
    public Action<IServiceCollection> Configure { get; set; } = _ => { };

    /// <summary>Of the store of its own, which other gateways may share.</summary>
    public string Store => _store.ConnectionString;

    public HttpClient Client { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public HealthStore Health => _gateway!.Services.GetRequiredService<HealthStore>();

    public HistoryStore History => _gateway!.Services.GetRequiredService<HistoryStore>();

    public CameraCatalog Catalog => _gateway!.Services.GetRequiredService<CameraCatalog>();

    /// <summary>What was logged, where <see cref="Configure"/> adds the logging that keeps it.</summary>
    public IReadOnlyList<FakeLogRecord> Logs => _gateway!.Services.GetRequiredService<FakeLogCollector>().GetSnapshot();

    public NodeStore Nodes => _gateway!.Services.GetRequiredService<NodeStore>();

    public OwnerStore Owners => _gateway!.Services.GetRequiredService<OwnerStore>();

    private OwnerDirectory Directory => _gateway!.Services.GetRequiredService<OwnerDirectory>();

    /// <summary>Collects what is recorded on one of the gateway's own instruments from now on.</summary>
    public MetricCollector<T> Collect<T>(string meter, string instrument)
        where T : struct => new(_gateway!.Services.GetRequiredService<IMeterFactory>(), meter, instrument);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task StartAsync(params string[] args)
    {
        _gateway = GatewayService.Build(
            [
                "--urls=http://127.0.0.1:0",
                $"--ConnectionStrings:redis={_store.ConnectionString}",
                "--CAMERA_1_NAME=Yard",
                "--CAMERA_1_URL=rtsp://viewer:hush@yard/main",
                "--CAMERA_1_SUB_URL=rtsp://yard/sub",
                "--CAMERA_2_NAME=Gate",
                "--CAMERA_2_URL=rtsp://gate/main",
                .. args,
            ],
            services =>
            {
                services.AddSingleton<TimeProvider>(Time);
                Configure(services);
            }
        );
        await _gateway.StartAsync(Token);
        Address = new Uri(_gateway.Urls.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    /// <summary>Starts a server on a free port, which ends with this.</summary>
    public async Task<Uri> ServeAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = ["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"] }
        );
        var app = builder.Build();
        map(app);
        await app.StartAsync(Token);
        _others.Add(app);
        return new Uri(app.Urls.Single());
    }

    /// <summary>Announces a node and lets the gateway find it.</summary>
    public async Task AnnounceAsync(string id, Uri address)
    {
        await Nodes.AnnounceAsync(new TranscoderNode(id, address), Token);
        var directory = _gateway!.Services.GetRequiredService<NodeDirectory>();
        while (directory.Nodes.All(node => node.Id != id))
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Token);
        }
    }

    /// <summary>Gives a stream to a node and lets the gateway hear of it.</summary>
    public async Task OwnAsync(StreamKey stream, string node)
    {
        var before = await Owners.ReadAsync([stream], Token);
        await Owners.TakeAsync(node, stream, before.GetValueOrDefault(stream, node), Token);
        while (Directory.OwnerOf(stream) != node)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Token);
        }
    }

    /// <summary>Sets the gateway's own idea of an owner back, as if it had missed a message.</summary>
    public void Forget(StreamKey stream, string owner) => Directory.Take(stream, owner);

    /// <summary>Writes a health record and lets the gateway hear of it.</summary>
    public async Task WriteAsync(StreamKey key, StreamState state, string? owner = null)
    {
        var health = new StreamHealth
        {
            Key = key,
            State = state,
            Since = Time.GetUtcNow(),
            Owner = owner,
            Codec = "avc1.64001f",
            Width = 1280,
            Height = 720,
            FrameRate = 25,
        };
        var wanted = JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
        do
        {
            await Health.WriteAsync(health, Token);
        } while (await StateAsync(key) != wanted);
    }

    public async Task<JsonNode> GetJsonAsync(string path) => (await Client.GetFromJsonAsync<JsonNode>(path, Token))!;

    public Task StopAsync() => _gateway!.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            Client.Dispose();
            await _gateway.StopAsync(CancellationToken.None);
            await _gateway.DisposeAsync();
            _gateway = null;
        }

        foreach (var app in _others)
        {
            await app.DisposeAsync();
        }

        _others.Clear();
        await _store.DisposeAsync();
    }

    private async Task<string?> StateAsync(StreamKey key)
    {
        var camera = await GetJsonAsync($"/api/cameras/{key.Camera}");
        var stream = camera["streams"]![key.Stream.ToText()]!;
        return stream["stale"]!.GetValue<bool>() ? null : stream["state"]!.GetValue<string>();
    }
}
