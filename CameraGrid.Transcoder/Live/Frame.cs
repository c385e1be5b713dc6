namespace CameraGrid.Transcoder.Live;

/// <summary>Which elementary stream a frame belongs to; the numbers are the track ids of the init segment.</summary>
internal enum TrackKind : byte
{
    Video = 1,
    Audio = 2,
}

/// <summary>
/// The index entry of one access unit. Its bytes stand in <see cref="Block"/> as one finished fragment:
/// <code>
///   Offset                     Offset + HeaderLength          Offset + Length
///     | prft · moof · mdat header | the access unit's bytes       |
/// </code>
/// </summary>
internal readonly struct Frame
{
    /// <summary>Counts every frame of the stream since its ring was made; never repeats.</summary>
    public required long Sequence { get; init; }

    public required TrackKind Track { get; init; }

    /// <summary>A video frame that decoding can start with (IDR).</summary>
    public required bool IsKey { get; init; }

    public required Generation Generation { get; init; }

    /// <summary>Decoding time on the ring's timeline, in microseconds; non-decreasing within a track.</summary>
    public required long DecodeTime { get; init; }

    /// <summary>Presentation time on the ring's timeline, in microseconds.</summary>
    public required long PresentationTime { get; init; }

    /// <summary>Wall clock at which the frame left FFmpeg, in Unix milliseconds.</summary>
    public required long ArrivedAt { get; init; }

    public required RingBlock Block { get; init; }

    public required int Offset { get; init; }

    public required int HeaderLength { get; init; }

    /// <summary>Bytes of the whole fragment, header included.</summary>
    public required int Length { get; init; }

    public bool IsVideoKey => IsKey && Track == TrackKind.Video;
}
