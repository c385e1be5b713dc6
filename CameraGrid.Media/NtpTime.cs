namespace CameraGrid.Media;

/// <summary>64-bit NTP timestamps, as prft boxes and RTCP sender reports carry them: seconds since 1900 in 32.32 fixed point (RFC 5905, 6).</summary>
public static class NtpTime
{
    private static readonly DateTimeOffset Era = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The timestamp of a moment of NTP era 0 (1900 to 2036); later moments wrap, as on the wire.</summary>
    public static ulong From(DateTimeOffset moment)
    {
        var ticks = (moment - Era).Ticks;
        var seconds = (ulong)(ticks / TimeSpan.TicksPerSecond);
        var fraction = ((ulong)(ticks % TimeSpan.TicksPerSecond) << 32) / TimeSpan.TicksPerSecond;
        return (seconds << 32) | fraction;
    }

    /// <summary>The moment of a timestamp, to 100 ns, in the era that makes it fall into 1968 to 2104 (RFC 4330, 3).</summary>
    public static DateTimeOffset ToDateTimeOffset(ulong timestamp)
    {
        var seconds = (long)(timestamp >> 32);
        if ((seconds & 0x8000_0000) == 0)
        {
            seconds += 1L << 32;
        }

        var fraction = (timestamp & 0xFFFF_FFFF) * TimeSpan.TicksPerSecond + (1UL << 31) >> 32;
        return Era.AddTicks(seconds * TimeSpan.TicksPerSecond + (long)fraction);
    }
}
