namespace CameraGrid.Bench.Soak;

/// <summary>One fault of a plan.</summary>
/// <param name="Pause">After the one before it began.</param>
/// <param name="Fault">Which of the kinds.</param>
/// <param name="Camera">Which of the cameras.</param>
/// <param name="Time">How long it lasts.</param>
internal sealed record SoakStep(TimeSpan Pause, SoakFault Fault, int Camera, TimeSpan Time);

/// <summary>Faults without end, drawn at random: the same for the same seed, whatever becomes of them.</summary>
internal static class SoakPlan
{
    /// <summary>Every kind comes once before any comes again, so that a short soak has most of them.</summary>
    public static IEnumerable<SoakStep> Of(int seed, IReadOnlyList<SoakFault> faults, int cameras)
    {
        var random = new Random(seed);
        var order = faults.ToArray();
        while (true)
        {
            random.Shuffle(order);
            foreach (var fault in order)
            {
                yield return new SoakStep(
                    TimeSpan.FromSeconds(1 + 4 * random.NextDouble()),
                    fault,
                    random.Next(cameras),
                    fault.Longest * (0.25 + 0.75 * random.NextDouble())
                );
            }
        }
    }
}
