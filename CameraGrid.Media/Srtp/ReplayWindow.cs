namespace CameraGrid.Media.Srtp;

/// <summary>Which of the last 64 indices have been seen (RFC 3711, 3.3.2).</summary>
internal sealed class ReplayWindow
{
    private const int Size = 64;
    private ulong _seen;
    private long _highest = -1;

    /// <summary>Notes an index; false where it was seen before or is too old to tell.</summary>
    public bool TryTake(uint index)
    {
        var ahead = index - _highest;
        if (ahead > 0)
        {
            _seen = ahead < Size ? (_seen << (int)ahead) | 1 : 1;
            _highest = index;
            return true;
        }

        var bit = -ahead < Size ? 1UL << (int)-ahead : 0;
        if (bit == 0 || (_seen & bit) != 0)
        {
            return false;
        }

        _seen |= bit;
        return true;
    }
}
