using CameraGrid.Bench.Harness;

namespace CameraGrid.Bench.Browser;

/// <summary>A headless Chromium of the system.</summary>
internal sealed class ChromiumBrowser : IAsyncDisposable
{
    /// <summary>The size of every page, in CSS pixels.</summary>
    public const int Width = 1280;

    /// <inheritdoc cref="Width"/>
    public const int Height = 720;

    private const string Listening = "DevTools listening on ";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>A new profile starts processes of its own; a page opened meanwhile would be measured with them.</summary>
    private static readonly TimeSpan ProfileRest = TimeSpan.FromSeconds(2.5);

    private readonly Workspace _profile;
    private readonly ChildProcess _process;
    private readonly DevTools _tools;

    private ChromiumBrowser(Workspace profile, ChildProcess process, DevTools tools)
    {
        _profile = profile;
        _process = process;
        _tools = tools;
    }

    /// <summary>The id of the process that started all its others.</summary>
    public int Id => _process.Id;

    /// <summary>The program, from <c>CAMGRID_CHROMIUM</c>.</summary>
    public static string Executable =>
        Environment.GetEnvironmentVariable("CAMGRID_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium";

    private static string[] Arguments =>
        [
            "--headless",
            "--no-sandbox",
            "--no-first-run",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--autoplay-policy=no-user-gesture-required",
            "--remote-debugging-port=0",
        ];

    /// <exception cref="BenchmarkException">There is no such program, or it does not start.</exception>
    public static async Task<ChromiumBrowser> StartAsync(CancellationToken cancellationToken)
    {
        var profile = new Workspace();
        var process = ChildProcess.Start(
            new ChildCommand(
                "Chromium (CAMGRID_CHROMIUM names another one)",
                Executable,
                [.. Arguments, $"--user-data-dir={profile.Folder}", "about:blank"]
            )
        );
        try
        {
            var line = await process.LineAsync(
                text => text.StartsWith(Listening, StringComparison.Ordinal),
                StartLimit,
                cancellationToken
            );
            var tools = await DevTools.ConnectAsync(new Uri(line[Listening.Length..]), cancellationToken);
            return new ChromiumBrowser(profile, process, tools);
        }
        catch
        {
            await process.DisposeAsync();
            profile.Dispose();
            throw;
        }
    }

    /// <summary>A page of a new profile, in a tab that has come to rest: nothing is cached.</summary>
    /// <param name="address">The page.</param>
    /// <param name="script">A file of this folder that runs before the page's own scripts.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ChromiumPage> OpenAsync(Uri address, string script, CancellationToken cancellationToken)
    {
        var page = await ChromiumPage.CreateAsync(_tools, Width, Height, cancellationToken);
        try
        {
            await Task.Delay(ProfileRest, TimeProvider.System, cancellationToken);
            await page.OpenAsync(address, await ReadAsync(script), cancellationToken);
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _tools.DisposeAsync();
        await _process.DisposeAsync();
        _profile.Dispose();
    }

    private static async Task<string> ReadAsync(string script)
    {
        await using var stream = typeof(ChromiumBrowser).Assembly.GetManifestResourceStream(script)!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
