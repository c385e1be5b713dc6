using System.Text.Json;

namespace CameraGrid.Bench.Browser;

/// <summary>One page in a profile of its own.</summary>
internal sealed class ChromiumPage : IAsyncDisposable
{
    private readonly DevTools _tools;
    private readonly string _profile;
    private readonly string _session;

    private ChromiumPage(DevTools tools, string profile, string session)
    {
        _tools = tools;
        _profile = profile;
        _session = session;
    }

    /// <summary>An empty page.</summary>
    public static async Task<ChromiumPage> CreateAsync(
        DevTools tools,
        int width,
        int height,
        CancellationToken cancellationToken
    )
    {
        var profile = await CallAsync("Target.createBrowserContext", new { }, "browserContextId");
        var target = await CallAsync(
            "Target.createTarget",
            new
            {
                url = "about:blank",
                browserContextId = profile,
                width,
                height,
            },
            "targetId"
        );
        var session = await CallAsync("Target.attachToTarget", new { targetId = target, flatten = true }, "sessionId");
        var page = new ChromiumPage(tools, profile, session);
        await page.CallAsync("Page.enable", new { }, cancellationToken);
        await page.CallAsync(
            "Emulation.setDeviceMetricsOverride",
            new
            {
                width,
                height,
                deviceScaleFactor = 1,
                mobile = false,
            },
            cancellationToken
        );
        return page;

        async Task<string> CallAsync(string method, object parameters, string result) =>
            (await tools.CallAsync(method, parameters, cancellationToken: cancellationToken))
                .GetProperty(result)
                .GetString()!;
    }

    /// <summary>Opens an address; returns with the beginning of its document.</summary>
    /// <param name="address">The page.</param>
    /// <param name="script">Runs before the page's own scripts.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BenchmarkException">It cannot be opened.</exception>
    public async Task OpenAsync(Uri address, string script, CancellationToken cancellationToken)
    {
        await CallAsync("Page.addScriptToEvaluateOnNewDocument", new { source = script }, cancellationToken);
        var opened = await CallAsync("Page.navigate", new { url = address.AbsoluteUri }, cancellationToken);
        if (opened.TryGetProperty("errorText", out var error))
        {
            throw new BenchmarkException($"{address} cannot be opened: {error.GetString()}");
        }
    }

    /// <summary>Calls a function of the page's script and waits for what it promises.</summary>
    /// <param name="function">Its name on <c>window</c>.</param>
    /// <param name="argument">Serialised as JSON.</param>
    /// <param name="limit">It must answer within this time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BenchmarkException">It failed, or took too long.</exception>
    public async Task<T> CallAsync<T>(
        string function,
        object argument,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        var json = JsonSerializer.Serialize(argument, JsonSerializerOptions.Web);
        var answer = await _tools.CallAsync(
            "Runtime.evaluate",
            new
            {
                expression = $"(async () => JSON.stringify(await window.{function}({json})))()",
                awaitPromise = true,
                returnByValue = true,
            },
            _session,
            limit,
            cancellationToken
        );
        if (answer.TryGetProperty("exceptionDetails", out var failure))
        {
            throw new BenchmarkException($"The page failed: {Description(failure)}");
        }

        return JsonSerializer.Deserialize<T>(
            answer.GetProperty("result").GetProperty("value").GetString()!,
            JsonSerializerOptions.Web
        )!;
    }

    /// <summary>Cuts the page off from every network, as the tools for developers do, or lets it back.</summary>
    public async Task SetOfflineAsync(bool offline, CancellationToken cancellationToken)
    {
        // The browser tells about all traffic between these two: that would cost more than playing it.
        if (offline)
        {
            await CallAsync("Network.enable", new { }, cancellationToken);
        }

        await CallAsync(
            "Network.emulateNetworkConditions",
            new
            {
                offline,
                latency = 0,
                downloadThroughput = -1,
                uploadThroughput = -1,
            },
            cancellationToken
        );
        if (!offline)
        {
            await CallAsync("Network.disable", new { }, cancellationToken);
        }
    }

    /// <summary>What the page holds after a collection.</summary>
    public async Task<PageMemory> MemoryAsync(CancellationToken cancellationToken)
    {
        await CallAsync("HeapProfiler.collectGarbage", new { }, cancellationToken);
        var heap = await CallAsync("Runtime.getHeapUsage", new { }, cancellationToken);
        var counters = await CallAsync("Memory.getDOMCounters", new { }, cancellationToken);
        return new PageMemory(
            heap.GetProperty("usedSize").GetDouble(),
            counters.GetProperty("nodes").GetInt32(),
            counters.GetProperty("jsEventListeners").GetInt32()
        );
    }

    public async ValueTask DisposeAsync() =>
        await _tools.CallAsync("Target.disposeBrowserContext", new { browserContextId = _profile });

    private Task<JsonElement> CallAsync(string method, object parameters, CancellationToken cancellationToken) =>
        _tools.CallAsync(method, parameters, _session, cancellationToken: cancellationToken);

    private static string? Description(JsonElement failure) =>
        failure.TryGetProperty("exception", out var exception)
        && exception.TryGetProperty("description", out var description)
            ? description.GetString()
            : failure.GetProperty("text").GetString();
}

/// <summary>What a page holds.</summary>
/// <param name="HeapBytes">Of JavaScript.</param>
/// <param name="Nodes">Of the DOM, detached ones included.</param>
/// <param name="Listeners">For events.</param>
internal sealed record PageMemory(double HeapBytes, int Nodes, int Listeners);
