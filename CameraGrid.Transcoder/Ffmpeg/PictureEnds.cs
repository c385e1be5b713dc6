namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>
/// Learns from a camera's packets which one is a picture's last, so that the picture need not wait for the next one to
/// begin. RTP marks that packet, but FFmpeg does not hand the mark on.
/// </summary>
/// <remarks>
/// Cameras fill every packet but the last of a NAL unit to the same size, and divide all pictures into as many slices: the
/// packet that is not full, of the last slice, is the last one. Where it happens to be full, nobody knows, and the picture
/// waits. It counts once it has been right for a while; a camera with other habits never gets there.
/// </remarks>
internal sealed class PictureEnds
{
    /// <summary>Pictures in a row whose end was foretold rightly before it counts.</summary>
    public const int Proof = 50;

    private int _fullFirst;
    private int _fullMore;
    private int _slices;
    private int _right;
    private bool _isIrregular;

    /// <summary>What <see cref="Foretells"/> says can be relied upon.</summary>
    public bool IsProven => !_isIrregular && _right >= Proof;

    /// <summary>Whether a packet is a picture's last.</summary>
    /// <param name="kind">What the packet is.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="slices">Slices of the picture up to here.</param>
    public bool Foretells(PayloadKind kind, int size, int slices) =>
        slices == _slices
        && kind switch
        {
            PayloadKind.Several => true,
            PayloadKind.One => _fullFirst != 0 && size != _fullFirst,
            _ => _fullMore != 0 && size != _fullMore,
        };

    /// <summary>The packet's NAL unit went on in the next one: the packet was full.</summary>
    public void WentOn(PayloadKind kind, int size)
    {
        ref var full = ref kind == PayloadKind.More ? ref _fullMore : ref _fullFirst;
        _isIrregular |= kind == PayloadKind.Several || (full != 0 && full != size);
        full = size;
    }

    /// <summary>A picture has ended.</summary>
    /// <param name="slices">How many slices it had.</param>
    /// <param name="wasForetold">Its last packet was named as such; null where none was.</param>
    public void Ended(int slices, bool? wasForetold)
    {
        if (slices != _slices || wasForetold == false)
        {
            _slices = slices;
            _right = 0;
        }
        else if (wasForetold == true)
        {
            _right++;
        }
    }
}
