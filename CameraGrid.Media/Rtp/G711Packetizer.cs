namespace CameraGrid.Media.Rtp;

/// <summary>Packs A-law or µ-law samples, one byte each, as they are (RFC 3551, 4.5.14), all in one packet.</summary>
/// <remarks>The marker would mean the start of a talkspurt (RFC 3551, 4.1); a camera's microphone never pauses, so it is never set.</remarks>
public ref struct G711Packetizer(ReadOnlySpan<byte> samples) : IRtpPayloads
{
    private ReadOnlySpan<byte> _samples = samples;

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The samples do not fit into one packet; their timestamps would have to differ.</exception>
    public bool TryWrite(Span<byte> destination, out int written, out bool isLast)
    {
        isLast = false;
        written = _samples.Length;
        _samples.CopyTo(destination);
        _samples = default;
        return written > 0;
    }
}
