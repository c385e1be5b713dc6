using System.Net;

namespace CameraGrid.Bench.Harness;

/// <summary>One of several transcoders, with a line of its own to the store, and what can happen to it.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    /// <summary>It first waits until others have its streams.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan HealthLimit = TimeSpan.FromSeconds(30);

    private readonly ServiceProcess _service;
    private readonly Line _line;

    private NodeProcess(string id, ServiceProcess service, Line line) => (Id, _service, _line) = (id, service, line);

    /// <summary>What it calls itself among the others.</summary>
    public string Id { get; }

    /// <summary>Where it answers.</summary>
    public Uri Address => _service.Address;

    /// <summary>Starts it and returns when it listens.</summary>
    /// <param name="id">Its id among the others.</param>
    /// <param name="store">Where the store listens.</param>
    /// <param name="folder">Its working directory.</param>
    /// <param name="environment">Its cameras.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<NodeProcess> StartAsync(
        string id,
        EndPoint store,
        string folder,
        IReadOnlyDictionary<string, string?> environment,
        CancellationToken cancellationToken
    )
    {
        var line = new Line(store);
        try
        {
            string[] arguments = [$"--ConnectionStrings:redis={line.Address.Authority}", $"--Transcoder:NodeId={id}"];
            return new NodeProcess(
                id,
                await ServiceProcess.StartAsync("Transcoder", folder, arguments, environment, cancellationToken),
                line
            );
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL; returns when it is gone.</summary>
    public Task KillAsync() => _service.KillAsync();

    /// <summary>SIGSTOP: it is there and does nothing. What it started goes on.</summary>
    public Task FreezeAsync(CancellationToken cancellationToken) => _service.SignalAsync("-STOP", cancellationToken);

    /// <summary>SIGCONT.</summary>
    public Task ThawAsync(CancellationToken cancellationToken) => _service.SignalAsync("-CONT", cancellationToken);

    /// <summary>SIGTERM; returns when it has ended.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _service.StopAsync(StopLimit, cancellationToken);

    /// <summary>Starts it where it was before and returns when it says that it is healthy.</summary>
    /// <exception cref="BenchmarkException">It does not, in time.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _service.StartAsync(cancellationToken);
        using var http = new HttpClient { BaseAddress = Address };
        await Until.NothingIsMissingAsync(
            HealthLimit,
            async token =>
            {
                using var answer = await http.GetAsync("/health", token);
                return answer.IsSuccessStatusCode ? null : $"{Id} is not healthy";
            },
            cancellationToken
        );
    }

    /// <summary>Nothing passes between it and the store any more, and neither is told so.</summary>
    public void CutOff() => _line.GoDown();

    /// <summary>It reaches the store again.</summary>
    public void Reconnect() => _line.ComeUp();

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _line.DisposeAsync();
    }
}
