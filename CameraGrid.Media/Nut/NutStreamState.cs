namespace CameraGrid.Media.Nut;

/// <summary>A stream with what its next frame's time stamps depend on.</summary>
internal sealed class NutStreamState(NutStream stream, int msbPtsShift, long maxPtsDistance)
{
    /// <summary>Times beyond this are damage; arithmetic on those below cannot overflow.</summary>
    private const long MaxTimestamp = 1L << 60;

    private readonly DecodeTimestamps _decodeTimestamps = new(stream.DecodeDelay);

    public NutStream Stream => stream;

    public long MaxPtsDistance => maxPtsDistance;

    /// <summary>The last frame's pts or the last syncpoint's, whichever is newer.</summary>
    public long LastPts { get; private set; }

    /// <summary>"last_pts[i] = convert_ts(global_key_pts, time_base[id], time_base[i])", rounded down.</summary>
    public void Synchronise(ulong timestamp, (long Numerator, long Denominator) timeBase)
    {
        Int128 converted =
            (Int128)timestamp
            * (timeBase.Numerator * stream.TimeBaseDenominator)
            / (timeBase.Denominator * stream.TimeBaseNumerator);
        LastPts = Bounded(converted);
    }

    /// <summary>"If coded_pts &lt; ( 1 &lt;&lt; msb_pts_shift ) then it is an lsb pts, otherwise it is a full pts +
    /// ( 1 &lt;&lt; msb_pts_shift )."</summary>
    public long FromCodedPts(ulong coded)
    {
        long size = 1L << msbPtsShift;
        if (coded >= (ulong)size)
        {
            return Bounded((Int128)coded - size);
        }

        long mask = size - 1;
        long delta = LastPts - mask / 2;
        return Bounded((((long)coded - delta) & mask) + delta);
    }

    public long FromDelta(int delta) => Bounded((Int128)LastPts + delta);

    /// <summary>Takes a frame's pts and answers its dts.</summary>
    public long Advance(long pts)
    {
        long dts = _decodeTimestamps.Next(pts, LastPts);
        LastPts = pts;
        return dts;
    }

    private static long Bounded(Int128 timestamp) =>
        timestamp <= MaxTimestamp && timestamp >= -MaxTimestamp
            ? (long)timestamp
            : throw new MediaFormatException($"NUT time stamp {timestamp} is out of range");
}
