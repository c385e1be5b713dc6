using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace CameraGrid.Bench.Harness;

/// <summary>The Aspire dashboard, as <c>./camgrid dashboard</c> starts it, on free ports.</summary>
internal sealed class DashboardProcess : IAsyncDisposable
{
    /// <summary>Set by <c>./camgrid</c> where the dashboard is here: as a container's image, or from npm.</summary>
    private const string Variable = "CAMGRID_DASHBOARD";

    private const string Script = "camgrid";
    private const string Resources = "/api/telemetry/resources";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;

    private DashboardProcess(ChildProcess process, Uri address, Uri otlp) =>
        (_process, Address, Otlp) = (process, address, otlp);

    public static bool IsHere => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>Where its pages and its API are.</summary>
    public Uri Address { get; }

    /// <summary>Where it takes OTLP over gRPC.</summary>
    public Uri Otlp { get; }

    /// <summary>Starts it and returns when it answers.</summary>
    public static async Task<DashboardProcess> StartAsync(CancellationToken cancellationToken)
    {
        var (pages, grpc, http) = FreeAddresses();
        var root = Root();
        var process = ChildProcess.Start(
            new ChildCommand(
                "The Aspire dashboard",
                "bash",
                [Path.Combine(root, Script), "dashboard"],
                new Dictionary<string, string?>
                {
                    ["CAMGRID_DASHBOARD_URL"] = pages,
                    ["CAMGRID_OTLP_URL"] = grpc,
                    ["CAMGRID_OTLP_HTTP_URL"] = http,
                },
                root
            )
        );
        try
        {
            await AnswersAsync(process, new Uri(pages), cancellationToken);
            return new DashboardProcess(process, new Uri(pages), new Uri(grpc));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether anything of a service has arrived.</summary>
    public async Task<bool> HasHeardOfAsync(string service, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        var resources = await client.GetFromJsonAsync<JsonElement>(Resources, cancellationToken);
        return resources.EnumerateArray().Any(resource => resource.GetProperty("name").GetString() == service);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task AnswersAsync(ChildProcess process, Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = address };
        await Until.NothingIsMissingAsync(
            StartLimit,
            async token =>
            {
                process.ThrowIfEnded();
                try
                {
                    using var answer = await client.GetAsync(Resources, token);
                    return answer.IsSuccessStatusCode ? null : $"the Aspire dashboard answers {answer.StatusCode:D}";
                }
                catch (HttpRequestException)
                {
                    return "the Aspire dashboard does not listen";
                }
            },
            cancellationToken
        );
    }

    // All are held until each is found, so that they differ.
    private static (string Pages, string Grpc, string Http) FreeAddresses()
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        Array.ForEach(listeners, listener => listener.Start());
        string[] addresses = [.. listeners.Select(listener => $"http://{listener.LocalEndpoint}")];
        Array.ForEach(listeners, listener => listener.Dispose());
        return (addresses[0], addresses[1], addresses[2]);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Script)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new BenchmarkException($"There is no {Script} above {AppContext.BaseDirectory}.");
    }
}
