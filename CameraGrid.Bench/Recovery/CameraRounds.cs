using System.Security.Cryptography;

namespace CameraGrid.Bench.Recovery;

/// <summary>
/// Trials of single cameras, many at once but each at its own time: the fault of one must not touch the others, and a row
/// takes a minute instead of twenty.
/// </summary>
internal static class CameraRounds
{
    /// <summary>One trial for each of some cameras, spread at random over a time.</summary>
    public static async Task<IReadOnlyList<T>> RunAsync<T>(
        IReadOnlyList<SceneCamera> cameras,
        TimeSpan spread,
        Func<SceneCamera, Task<T>> trial,
        CancellationToken cancellationToken
    )
    {
        var slot = spread / cameras.Count;
        return await Task.WhenAll(
            cameras.Select(
                async (camera, i) =>
                {
                    var within = RandomNumberGenerator.GetInt32(1000) / 1000.0;
                    await Task.Delay(slot * (i + within), TimeProvider.System, cancellationToken);
                    return await trial(camera);
                }
            )
        );
    }

    /// <summary>The cameras of each round, so that each has one fault a round and all rounds are alike.</summary>
    public static IEnumerable<IReadOnlyList<SceneCamera>> Of(IReadOnlyList<SceneCamera> cameras, int trials)
    {
        var rounds = (trials + cameras.Count - 1) / cameras.Count;
        for (var round = 0; round < rounds; round++)
        {
            var from = trials * round / rounds;
            var to = trials * (round + 1) / rounds;
            yield return [.. Enumerable.Range(from, to - from).Select(i => cameras[i % cameras.Count])];
        }
    }
}
