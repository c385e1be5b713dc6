namespace CameraGrid.Media.Mp4;

/// <summary>Wall clock times as <c>prft</c> boxes and RTCP sender reports carry them (RFC 5905, 6): 32 bits of seconds since
/// 1900 and 32 bits of their fraction.</summary>
public static class NtpTime
{
    private static readonly DateTimeOffset Epoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="time">Between 1900 and 2036.</param>
    public static ulong From(DateTimeOffset time)
    {
        Int128 ticks = (time - Epoch).Ticks;
        return (ulong)((ticks << 32) / TimeSpan.TicksPerSecond);
    }
}
