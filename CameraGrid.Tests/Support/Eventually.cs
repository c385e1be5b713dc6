using System.Runtime.CompilerServices;

namespace CameraGrid.Tests.Support;

/// <summary>Waits for what a test means, with a limit; a test that fails by it says what it waited for.</summary>
internal static class Eventually
{
    // A busy machine may take long; who waits for longer than this waits for ever.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    public static Task IsAsync(Func<bool> holds, [CallerArgumentExpression(nameof(holds))] string what = "") =>
        IsAsync(() => Task.FromResult(holds()), what);

    public static async Task IsAsync(Func<Task<bool>> holds, [CallerArgumentExpression(nameof(holds))] string what = "")
    {
        var token = TestContext.Current.CancellationToken;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(Limit);
        while (!await holds())
        {
            await Task.Delay(Poll, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            token.ThrowIfCancellationRequested();
            Assert.False(limit.IsCancellationRequested, $"Not within {Limit.TotalSeconds} s: {what}");
        }
    }
}
