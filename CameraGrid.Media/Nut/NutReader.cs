using System.Buffers;
using System.Buffers.Binary;

namespace CameraGrid.Media.Nut;

/// <summary>
/// Reads the NUT container (the specification of 2006-11-04, and version 4 as FFmpeg writes it) while it arrives, as from
/// FFmpeg's <c>-f nut -flush_packets 1 -write_index 0 pipe:1</c>.
/// <code>
/// file:   "nut/multimedia container\0" | (packet or frame)*
/// packet: startcode u64, begins with 'N' | forward_ptr v | [header checksum u32, if forward_ptr > 4096]
///         | forward_ptr - 4 bytes | checksum u32
/// frame:  header, never begins with 'N' | bytes
/// </code>
/// It allocates nothing per frame. It does not look for the next syncpoint in damaged bytes, as a pipe does not damage
/// them: every error is a <see cref="MediaFormatException"/>, after which the reader is of no more use.
/// </summary>
public sealed class NutReader
{
    /// <summary>The longest frame taken, in bytes.</summary>
    public const int MaxFrameSize = 32 << 20;

    /// <summary>The longest header taken, in bytes. An index can be longer; it is skipped as it arrives.</summary>
    public const int MaxHeaderSize = 1 << 20;

    private const ulong MainStartcode = 0x4E4D_7A56_1F5F_04AD;
    private const ulong StreamStartcode = 0x4E53_1140_5BF2_F9DB;
    private const ulong SyncpointStartcode = 0x4E4B_E4AD_EECA_4569;
    private const ulong IndexStartcode = 0x4E58_DD67_2F23_E64E;
    private const int ScratchSize = 4096;

    private readonly byte[] _scratch = new byte[ScratchSize];
    private NutMainHeader? _main;
    private NutStreamState[] _streams = [];
    private int _identified;
    private long _position;
    private long _toSkip;
    private long _lastSyncpoint = -1;
    private bool _isInFrame;
    private NutFrameHeader _frame;

    private static ReadOnlySpan<byte> FileId => "nut/multimedia container\0"u8;

    /// <summary>By their id; null until all stream headers were read.</summary>
    public IReadOnlyList<NutStream>? Streams { get; private set; }

    /// <summary>Reads one frame, and the headers before it.</summary>
    /// <param name="buffer">All bytes that arrived and were not consumed; on return it begins behind what was. Consumed
    /// bytes must not be given again, also where the answer was false.</param>
    /// <returns>False: more bytes are needed.</returns>
    /// <exception cref="MediaFormatException">The bytes are not NUT, or a limit is exceeded.</exception>
    public bool TryReadFrame(ref ReadOnlySequence<byte> buffer, out NutFrame frame)
    {
        while (true)
        {
            if (_isInFrame)
            {
                int stored = _frame.DataSize - _main!.ElisionHeaders[_frame.HeaderIndex].Length;
                if (buffer.Length < stored)
                {
                    frame = default;
                    return false;
                }

                _isInFrame = false;
                ReadOnlySequence<byte> bytes = buffer.Slice(0, stored);
                Consume(ref buffer, stored);
                if (_frame.Flags.Has(NutFrameFlags.EndOfRelevance))
                {
                    continue;
                }

                frame = CreateFrame(bytes);
                return true;
            }

            if (!TryReadHeader(ref buffer))
            {
                frame = default;
                return false;
            }
        }
    }

    /// <summary>Reads up to a frame's bytes, or one packet.</summary>
    private bool TryReadHeader(ref ReadOnlySequence<byte> buffer)
    {
        if (_toSkip > 0)
        {
            long skipped = Math.Min(_toSkip, buffer.Length);
            _toSkip -= skipped;
            Consume(ref buffer, skipped);
            return _toSkip == 0;
        }

        if (!new SequenceReader<byte>(buffer).TryPeek(out byte first))
        {
            return false;
        }

        if (_identified < FileId.Length)
        {
            if (first != FileId[_identified])
            {
                throw new MediaFormatException("Not a NUT stream: it does not begin with the NUT file id");
            }

            _identified++;
            Consume(ref buffer, 1);
            return true;
        }

        return first == 'N' ? TryReadPacket(ref buffer) : TryReadFrameHeader(ref buffer);
    }

    private bool TryReadFrameHeader(ref ReadOnlySequence<byte> buffer)
    {
        if (_main is null || Streams is null || _lastSyncpoint < 0)
        {
            throw new MediaFormatException("NUT frame before the headers and the first syncpoint");
        }

        if (_position > _lastSyncpoint + _main.MaxDistance && !_main.HasNoSyncpoints)
        {
            throw new MediaFormatException($"NUT lost sync: no syncpoint for more than {_main.MaxDistance} bytes");
        }

        if (!NutFrameHeader.TryRead(buffer, _main, _streams, out _frame, out int length))
        {
            return false;
        }

        _isInFrame = true;
        Consume(ref buffer, length);
        return true;
    }

    private NutFrame CreateFrame(ReadOnlySequence<byte> bytes)
    {
        if (_frame.Flags.Has(NutFrameFlags.SideData))
        {
            bytes = NutSideData.Skip(bytes);
        }

        byte[] elided = _main!.ElisionHeaders[_frame.HeaderIndex];
        if (elided.Length > 0)
        {
            // Only frames up to 4096 bytes leave out their start, so they fit.
            elided.CopyTo(_scratch, 0);
            bytes.CopyTo(_scratch.AsSpan(elided.Length));
            bytes = new ReadOnlySequence<byte>(_scratch, 0, elided.Length + (int)bytes.Length);
        }

        long dts = _streams[_frame.StreamId].Advance(_frame.Pts);
        return new NutFrame(_frame.StreamId, _frame.Pts, dts, _frame.Flags.Has(NutFrameFlags.Key), bytes);
    }

    private bool TryReadPacket(ref ReadOnlySequence<byte> buffer)
    {
        if (!TryReadPacketHeader(buffer, out ulong startcode, out int headerLength, out ulong size))
        {
            return false;
        }

        if (startcode == IndexStartcode)
        {
            _toSkip = (long)Math.Min(size, long.MaxValue);
            Consume(ref buffer, headerLength);
            return true;
        }

        if (size is < 4 or > MaxHeaderSize)
        {
            throw new MediaFormatException(
                $"NUT packet {startcode:X16} of {size} bytes, expected 4 to {MaxHeaderSize}"
            );
        }

        if (buffer.Length < headerLength + (long)size)
        {
            return false;
        }

        ReadOnlySequence<byte> packet = buffer.Slice(headerLength, (long)size);
        if (NutChecksum.Of(packet) != 0)
        {
            throw new MediaFormatException($"NUT lost sync: the checksum of packet {startcode:X16} does not match");
        }

        Apply(startcode, Contiguous(packet.Slice(0, packet.Length - 4)));
        Consume(ref buffer, headerLength + (long)size);
        return true;
    }

    /// <summary>"header_checksum: Checksum over the startcode and forward pointer."</summary>
    private static bool TryReadPacketHeader(
        in ReadOnlySequence<byte> buffer,
        out ulong startcode,
        out int length,
        out ulong size
    )
    {
        // A startcode, a v of at most 10 bytes, a checksum.
        Span<byte> bytes = stackalloc byte[22];
        int available = (int)Math.Min(buffer.Length, bytes.Length);
        buffer.Slice(0, available).CopyTo(bytes);
        startcode = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        length = 0;
        size = 0;
        if (available < 8)
        {
            return false;
        }

        int sizeLength = bytes[8..available].IndexOfAnyInRange((byte)0, (byte)0x7F) + 1;
        if (sizeLength == 0)
        {
            return available < 18
                ? false
                : throw new MediaFormatException("NUT lost sync: a packet's size is too long");
        }

        size = new NutPacketReader(bytes.Slice(8, sizeLength), "packet header").ReadUnsigned();
        length = 8 + sizeLength;
        if (size <= 4096)
        {
            return true;
        }

        length += 4;
        if (available < length)
        {
            return false;
        }

        return NutChecksum.Append(0, bytes[..length]) == 0
            ? true
            : throw new MediaFormatException("NUT lost sync: a packet header's checksum does not match");
    }

    private void Apply(ulong startcode, ReadOnlySpan<byte> packet)
    {
        switch (startcode)
        {
            case MainStartcode when _main is null:
                _main = NutMainHeader.Parse(packet);
                _streams = new NutStreamState[_main.StreamCount];
                break;
            case StreamStartcode when Streams is null:
                AddStream(packet);
                break;
            case SyncpointStartcode:
                Synchronise(packet);
                break;

            // "Headers may be repeated, but if they are, then they MUST all be repeated together and repeated headers MUST be
            // identical." And "Demuxers MUST ignore new and unknown headers." Info packets say nothing that is needed here.
        }
    }

    private void AddStream(ReadOnlySpan<byte> packet)
    {
        if (_main is null)
        {
            throw new MediaFormatException("NUT stream header before the main header");
        }

        NutStreamState stream = NutStreamHeader.Parse(packet, _main);
        _streams[stream.Stream.Id] = stream;
        if (Array.TrueForAll(_streams, state => state is not null))
        {
            Streams = Array.ConvertAll(_streams, state => state.Stream);
        }
    }

    /// <summary><c>global_key_pts t | back_ptr_div16 v | reserved</c></summary>
    private void Synchronise(ReadOnlySpan<byte> packet)
    {
        if (_main is null || Streams is null)
        {
            throw new MediaFormatException("NUT syncpoint before all stream headers");
        }

        ulong coded = new NutPacketReader(packet, "syncpoint").ReadUnsigned();
        var count = (ulong)_main.TimeBases.Length;
        foreach (NutStreamState stream in _streams)
        {
            stream.Synchronise(coded / count, _main.TimeBases[coded % count]);
        }

        _lastSyncpoint = _position;
    }

    private ReadOnlySpan<byte> Contiguous(in ReadOnlySequence<byte> packet)
    {
        if (packet.IsSingleSegment)
        {
            return packet.FirstSpan;
        }

        if (packet.Length > _scratch.Length)
        {
            return packet.ToArray();
        }

        packet.CopyTo(_scratch);
        return _scratch.AsSpan(0, (int)packet.Length);
    }

    private void Consume(ref ReadOnlySequence<byte> buffer, long count)
    {
        buffer = buffer.Slice(count);
        _position += count;
    }
}
