namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>How long to wait before FFmpeg is started again. The waits below are the longest; each is shortened at random.</summary>
internal sealed class RestartPolicy(Func<double> random)
{
    /// <summary>Pictures for this long are a success: the next failure starts from the beginning.</summary>
    public static readonly TimeSpan HealthyAfter = TimeSpan.FromSeconds(10);

    // So that what failed together does not return together.
    private const double Jitter = 0.3;

    // Half a minute of short waits spans a reboot; a camera that is away for longer costs a process every five seconds.
    private static readonly double[] Delays = [0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 5];

    // Some cameras lock an account after a few tries.
    private static readonly double[] UnauthorizedDelays = [30, 60, 120, 300];

    private int _failures;
    private int _refusals;

    /// <summary>The wait after one more run.</summary>
    /// <param name="reason">Why it ended.</param>
    /// <param name="pictures">How long it had pictures, from the first one on; null where none came.</param>
    public TimeSpan NextDelay(FailureReason reason, TimeSpan? pictures)
    {
        if (pictures > HealthyAfter)
        {
            _failures = 0;
        }

        if (pictures is not null)
        {
            _refusals = 0;
        }

        // Counted apart: after ten tries at a camera that boots, a single 401 on its way up must not cost five minutes.
        return reason == FailureReason.Unauthorized
            ? Next(UnauthorizedDelays, ref _refusals)
            : Next(Delays, ref _failures);
    }

    private TimeSpan Next(double[] delays, ref int count)
    {
        var longest = delays[Math.Min(count, delays.Length - 1)];
        count++;
        return TimeSpan.FromSeconds(longest * (1 - Jitter * random()));
    }
}
