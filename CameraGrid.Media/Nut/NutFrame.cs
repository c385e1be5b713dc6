using System.Buffers;

namespace CameraGrid.Media.Nut;

/// <summary>One frame of one stream, in decoding order.</summary>
/// <param name="StreamId">Index into <see cref="NutReader.Streams"/>.</param>
/// <param name="Pts">Presentation time in ticks of the stream's time base.</param>
/// <param name="Dts">Decoding time in the same ticks, strictly increasing within a stream. NUT does not store it: it follows
/// from the presentation times and the stream's decode delay.</param>
/// <param name="IsKey">Decoding can start here.</param>
/// <param name="Payload">The frame's bytes, of the buffer given to the reader or of the reader itself: valid until the
/// next call and as long as that buffer is.</param>
public readonly record struct NutFrame(int StreamId, long Pts, long Dts, bool IsKey, ReadOnlySequence<byte> Payload);
