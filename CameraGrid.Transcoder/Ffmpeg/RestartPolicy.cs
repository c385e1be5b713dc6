namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>How long to wait before FFmpeg is started again: at once, then 1, 2, 5, 5 … seconds, each with jitter.</summary>
internal sealed class RestartPolicy(Func<double> random)
{
    /// <summary>A run with frames for this long is a success: the next failure starts from the beginning.</summary>
    public static readonly TimeSpan HealthyAfter = TimeSpan.FromSeconds(10);

    private static readonly double[] Delays = [0, 1, 2, 5];

    /// <summary>Wrong credentials: some cameras lock an account after a few tries.</summary>
    private static readonly double[] UnauthorizedDelays = [30, 60, 120, 300];

    private int _failures;

    public void Succeeded() => _failures = 0;

    /// <summary>The wait after one more failure.</summary>
    /// <param name="unauthorized">The camera refused the credentials.</param>
    public TimeSpan NextDelay(bool unauthorized)
    {
        var delays = unauthorized ? UnauthorizedDelays : Delays;
        var seconds = delays[Math.Min(_failures++, delays.Length - 1)];
        return TimeSpan.FromSeconds(seconds * (0.8 + 0.4 * random()));
    }
}
