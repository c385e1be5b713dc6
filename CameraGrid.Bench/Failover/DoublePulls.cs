using CameraGrid.Bench.Harness;

namespace CameraGrid.Bench.Failover;

/// <summary>The longest time that any stream was pulled by more than one at once, without a break.</summary>
internal sealed class DoublePulls
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, TimeSpan> _since = [];

    public TimeSpan Longest { get; private set; }

    /// <summary>Asks a simulator again and again until something has ended; what that throws is thrown.</summary>
    public static async Task<TimeSpan> DuringAsync(
        Task end,
        SimulatorProcess simulator,
        CancellationToken cancellationToken
    )
    {
        var doubled = new DoublePulls();
        while (!end.IsCompleted)
        {
            doubled.See(Uptime.Now, await simulator.PullsAsync(cancellationToken));
            await Task.Delay(Every, TimeProvider.System, cancellationToken);
        }

        await end;
        return doubled.Longest;
    }

    /// <param name="at">When.</param>
    /// <param name="pulls">How many pulled each stream then.</param>
    public void See(TimeSpan at, IReadOnlyDictionary<string, int> pulls)
    {
        foreach (var (stream, since) in _since)
        {
            Longest = at - since > Longest ? at - since : Longest;
            if (pulls.GetValueOrDefault(stream) < 2)
            {
                _since.Remove(stream);
            }
        }

        foreach (var (stream, _) in pulls.Where(pull => pull.Value > 1))
        {
            _since.TryAdd(stream, at);
        }
    }
}
