using System.Text.Json;
using Microsoft.Playwright;

namespace CameraGrid.Bench.Browser;

/// <summary>One page in a profile of its own.</summary>
internal sealed class ChromiumPage(IBrowserContext profile, IPage page) : IAsyncDisposable
{
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
        try
        {
            var json = await page.EvaluateAsync<string>(
                    $"async (json) => JSON.stringify(await window.{function}(JSON.parse(json)))",
                    JsonSerializer.Serialize(argument, JsonSerializerOptions.Web)
                )
                .WaitAsync(limit, TimeProvider.System, cancellationToken);
            return JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web)!;
        }
        catch (PlaywrightException exception)
        {
            throw new BenchmarkException($"The page failed: {exception.Message}", exception);
        }
        catch (TimeoutException exception)
        {
            throw new BenchmarkException($"The page did not answer within {limit.TotalSeconds:F0} s.", exception);
        }
    }

    public ValueTask DisposeAsync() => profile.DisposeAsync();
}
