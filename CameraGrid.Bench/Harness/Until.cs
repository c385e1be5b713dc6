namespace CameraGrid.Bench.Harness;

/// <summary>Asks again and again until nothing is missing.</summary>
internal static class Until
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <param name="limit">After this long it is given up.</param>
    /// <param name="missing">What is not as it should be, in words; null where all is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BenchmarkException">Something is still missing; the message says what.</exception>
    public static async Task NothingIsMissingAsync(
        TimeSpan limit,
        Func<CancellationToken, Task<string?>> missing,
        CancellationToken cancellationToken
    )
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(limit);
        var last = "no answer yet";
        try
        {
            while (await missing(late.Token) is { } now)
            {
                last = now;
                await Task.Delay(Poll, TimeProvider.System, late.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchmarkException($"After {limit.TotalSeconds} s: {last}.");
        }
    }
}
