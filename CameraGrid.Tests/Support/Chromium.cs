using Microsoft.Playwright;

namespace CameraGrid.Tests.Support;

/// <summary>The system's Chromium, which unlike Playwright's own plays H.264. Skips the test where there is none.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        string? path = Environment.GetEnvironmentVariable("CAMGRID_CHROMIUM") is { Length: > 0 } chosen
            ? Find([chosen])
            : Find(Names);
        Assert.SkipWhen(path is null, "No Chromium on the path");
        return playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = path,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--autoplay-policy=no-user-gesture-required",
                ],
            }
        );
    }

    // A name is looked for on the path, an absolute one stands for itself.
    private static string? Find(IEnumerable<string> names) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
}
