using System.Buffers.Binary;

namespace CameraGrid.Media.Mp4;

/// <summary>
/// Writes a fragment of one track up to its samples' bytes, which follow it (ISO/IEC 14496-12, 8.8 and 8.16.5).
/// <code>
/// [prft]  version 1: reference_track_ID u32 | ntp_timestamp u64 | media_time u64
/// moof
///   mfhd  sequence_number u32
///   traf
///     tfhd  default-base-is-moof: track_ID u32
///     tfdt  version 1: baseMediaDecodeTime u64
///     trun  version 1: sample_count u32 | data_offset i32 | (duration u32 | size u32 | flags u32 | offset i32)*
/// mdat
/// </code>
/// </summary>
public static class FragmentWriter
{
    private const int PrftSize = 32;
    private const int MfhdSize = 16;
    private const int TfhdSize = 16;
    private const int TfdtSize = 20;
    private const int TrunSize = 20;
    private const int SampleSize = 16;
    private const int BoxHeaderSize = 8;

    /// <summary>The reference time is when the fragment was written.</summary>
    private const uint PrftWritten = 4;
    private const uint DefaultBaseIsMoof = 0x02_0000;

    /// <summary>data-offset, sample-duration, sample-size, sample-flags and composition offset are present.</summary>
    private const uint TrunFields = 0x000F01;
    private const uint Version1 = 0x0100_0000;

    /// <summary>sample_depends_on = 2: on no others.</summary>
    private const uint SyncSample = 0x0200_0000;

    /// <summary>sample_depends_on = 1, sample_is_non_sync_sample.</summary>
    private const uint NonSyncSample = 0x0101_0000;

    /// <summary>Bytes <see cref="WriteHeader"/> writes.</summary>
    public static int HeaderSize(int sampleCount, bool withProducerReferenceTime) =>
        (withProducerReferenceTime ? PrftSize : 0) + MoofSize(sampleCount) + BoxHeaderSize;

    /// <summary>Writes the fragment's header.</summary>
    /// <param name="destination">At least <see cref="HeaderSize"/> bytes.</param>
    /// <param name="sequenceNumber">From 1, one more with each fragment of the file.</param>
    /// <param name="baseMediaDecodeTime">The first sample's decoding time in ticks of the track's timescale.</param>
    /// <param name="samples">At least one, in decoding order; their bytes follow the header in the same order.</param>
    /// <param name="ntpTimestamp">With it a <c>prft</c> says that this was the wall clock's time (NTP 64 bit: seconds since
    /// 1900 and their fraction) when the first sample, named by its presentation time, came out. Null: no <c>prft</c>.</param>
    /// <exception cref="ArgumentException">No samples, too many bytes for one fragment, or the destination is too short.</exception>
    public static void WriteHeader(
        Span<byte> destination,
        int trackId,
        uint sequenceNumber,
        ulong baseMediaDecodeTime,
        ReadOnlySpan<FragmentSample> samples,
        ulong? ntpTimestamp
    )
    {
        ArgumentOutOfRangeException.ThrowIfZero(samples.Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(
            destination.Length,
            HeaderSize(samples.Length, ntpTimestamp.HasValue),
            nameof(destination)
        );
        SpanWriter writer = new(destination);
        if (ntpTimestamp is { } ntp)
        {
            writer.Header(PrftSize, "prft"u8);
            writer.UInt32(Version1 | PrftWritten);
            writer.UInt32((uint)trackId);
            writer.UInt64(ntp);
            writer.UInt64(baseMediaDecodeTime + (ulong)samples[0].CompositionOffset);
        }

        int moofSize = MoofSize(samples.Length);
        writer.Header(moofSize, "moof"u8);
        writer.Header(MfhdSize, "mfhd"u8);
        writer.UInt32(0);
        writer.UInt32(sequenceNumber);

        writer.Header(TrafSize(samples.Length), "traf"u8);
        writer.Header(TfhdSize, "tfhd"u8);
        writer.UInt32(DefaultBaseIsMoof);
        writer.UInt32((uint)trackId);

        writer.Header(TfdtSize, "tfdt"u8);
        writer.UInt32(Version1);
        writer.UInt64(baseMediaDecodeTime);

        writer.Header(TrunSize + SampleSize * samples.Length, "trun"u8);
        writer.UInt32(Version1 | TrunFields);
        writer.UInt32((uint)samples.Length);
        writer.UInt32((uint)(moofSize + BoxHeaderSize));
        long dataSize = 0;
        foreach (ref readonly FragmentSample sample in samples)
        {
            writer.UInt32(sample.Duration);
            writer.UInt32((uint)sample.Size);
            writer.UInt32(sample.IsKey ? SyncSample : NonSyncSample);
            writer.UInt32((uint)sample.CompositionOffset);
            dataSize += sample.Size;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(dataSize, int.MaxValue - BoxHeaderSize, nameof(samples));
        writer.Header(BoxHeaderSize + (int)dataSize, "mdat"u8);
    }

    private static int MoofSize(int sampleCount) => BoxHeaderSize + MfhdSize + TrafSize(sampleCount);

    private static int TrafSize(int sampleCount) =>
        BoxHeaderSize + TfhdSize + TfdtSize + TrunSize + SampleSize * sampleCount;

    private ref struct SpanWriter(Span<byte> destination)
    {
        private Span<byte> _rest = destination;

        public void Header(int size, ReadOnlySpan<byte> type)
        {
            UInt32((uint)size);
            type.CopyTo(_rest);
            _rest = _rest[4..];
        }

        public void UInt32(uint value)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_rest, value);
            _rest = _rest[4..];
        }

        public void UInt64(ulong value)
        {
            BinaryPrimitives.WriteUInt64BigEndian(_rest, value);
            _rest = _rest[8..];
        }
    }
}
