using CameraGrid.Media.Nut;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>
/// Joins RTP payloads of H.264 into access units. One ends where the next begins (ITU-T H.264, 7.4.1.2.3 and .4), or
/// before that, with its last packet, where <see cref="PictureEnds"/> knows it.
/// </summary>
internal sealed class AccessUnitJoiner
{
    private readonly PictureEnds _ends = new();
    private byte[] _bytes = [];
    private int _length;
    private int _slices;
    private bool _isOnlyHeaders;
    private bool _hasRecoveryPoint;
    private long _lastPts;
    private (PayloadKind Kind, int Size) _last;
    private int? _foretoldEnd;
    private bool _isHandedOn;

    /// <summary>The access unit so far, in Annex B form; valid until the next call.</summary>
    public ReadOnlySpan<byte> Unit => _bytes.AsSpan(0, _length);

    /// <summary>Of its first packet, in ticks; where that held parameter sets with a time of their own, of its picture.</summary>
    public long Pts { get; private set; }

    /// <summary>Packets in it.</summary>
    public int Packets { get; private set; }

    /// <summary>It holds an IDR picture.</summary>
    public bool IsKey { get; private set; }

    /// <summary>Decoding can start at it although it holds no IDR picture.</summary>
    public bool IsRecoveryPoint => _hasRecoveryPoint && _slices > 0 && !IsKey;

    /// <summary>More came of a picture that had been handed on as whole: this camera's packets do not tell.</summary>
    public bool WasCut { get; private set; }

    /// <summary>The packet that was added last is the access unit's last.</summary>
    public bool IsWhole => _foretoldEnd == _length && _length > 0 && _ends.IsProven;

    /// <summary>A packet with these properties is of the next access unit.</summary>
    /// <param name="packet">What it brings.</param>
    /// <param name="pts">Its time in ticks.</param>
    public bool IsEndedBy(in H264Payload packet, long pts) =>
        _length > 0 && (IsNext(packet, pts) || _length >= NutReader.MaxFrameSize);

    /// <summary>Adds a packet to the access unit, or begins one with it.</summary>
    /// <param name="packet">What it brings.</param>
    /// <param name="pts">Its time in ticks.</param>
    /// <param name="payload">Its bytes; they are copied.</param>
    public void Add(in H264Payload packet, long pts, ReadOnlySpan<byte> payload)
    {
        if (_isHandedOn && !IsNext(packet, pts))
        {
            WasCut |= packet.Slices > 0 || packet.Kind == PayloadKind.More;
            _lastPts = pts;
            return;
        }

        if (_length == 0)
        {
            (Pts, _isOnlyHeaders, _isHandedOn) = (pts, true, false);
        }
        else if (pts != _lastPts + 1)
        {
            Pts = pts;
        }
        else if (packet.Kind == PayloadKind.More)
        {
            _ends.WentOn(_last.Kind, _last.Size);
        }

        Append(payload);
        Packets++;
        _lastPts = pts;
        _last = (packet.Kind, payload.Length);
        _slices += packet.Slices;
        _isOnlyHeaders &= packet.IsOnlyHeaders;
        IsKey |= packet.HasIdr;
        _hasRecoveryPoint |= packet.HasRecoveryPoint;
        _foretoldEnd ??= _ends.Foretells(packet.Kind, payload.Length, _slices) ? _length : null;
    }

    /// <summary>The access unit was read; the next packet begins one.</summary>
    public void Clear()
    {
        _isHandedOn = IsWhole;
        if (_slices > 0)
        {
            _ends.Ended(_slices, _foretoldEnd is { } end ? end == _length : null);
        }

        (_length, Packets, _slices, IsKey, _hasRecoveryPoint, _foretoldEnd) = (0, 0, 0, false, false, null);
    }

    // All packets of a picture have its time, and FFmpeg, which lets no two have the same, gives each a tick more than the
    // one before. Parameter sets may have a time of their own, and belong to the picture behind them.
    private bool IsNext(in H264Payload packet, long pts) =>
        pts != _lastPts + 1 ? _isHandedOn || !_isOnlyHeaders : packet.BeginsUnit && (_isHandedOn || _slices > 0);

    private void Append(ReadOnlySpan<byte> payload)
    {
        if (_bytes.Length < _length + payload.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + payload.Length));
        }

        payload.CopyTo(_bytes.AsSpan(_length));
        _length += payload.Length;
    }
}
