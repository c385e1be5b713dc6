using CameraGrid.Media.H264;

namespace CameraGrid.Media.Mp4;

/// <summary>The entry of <c>stsd</c>: which codec, and its configuration.</summary>
internal static class SampleEntry
{
    private const int DataReferenceIndex = 1;
    private const uint Dpi72 = 0x48_0000;

    public static void Write(BoxWriter writer, Mp4Track track)
    {
        switch (track)
        {
            case AvcTrack avc:
                WriteAvc(writer, avc);
                break;
            case AacTrack aac:
                WriteAac(writer, aac);
                break;
            default:
                throw new ArgumentException($"No sample entry for {track.GetType().Name}", nameof(track));
        }
    }

    /// <summary>Pixels as they are shown: the width stretched by the sample aspect ratio.</summary>
    public static (uint Width, uint Height) DisplaySize(AvcTrack track)
    {
        H264Sps sps = track.Configuration.Parsed;
        long width = (long)sps.Width * sps.SampleAspectWidth / sps.SampleAspectHeight;
        return ((uint)Math.Min(width, ushort.MaxValue), (uint)sps.Height);
    }

    /// <summary>AVCSampleEntry, ISO/IEC 14496-15 5.4.2.1.</summary>
    private static void WriteAvc(BoxWriter writer, AvcTrack track)
    {
        H264Sps sps = track.Configuration.Parsed;
        using (writer.Box("avc1"))
        {
            writer.Zeros(6);
            writer.UInt16(DataReferenceIndex);
            writer.Zeros(16);
            writer.UInt16(sps.Width);
            writer.UInt16(sps.Height);
            writer.UInt32(Dpi72);
            writer.UInt32(Dpi72);
            writer.UInt32(0);
            writer.UInt16(1); // frame_count
            writer.Zeros(32); // compressorname
            writer.UInt16(0x18); // depth
            writer.UInt16(0xFFFF);
            using (writer.Box("avcC"))
            {
                writer.Bytes(track.Configuration.ToAvcC());
            }

            if (sps.SampleAspectWidth != sps.SampleAspectHeight)
            {
                using (writer.Box("pasp"))
                {
                    writer.UInt32((uint)sps.SampleAspectWidth);
                    writer.UInt32((uint)sps.SampleAspectHeight);
                }
            }
        }
    }

    /// <summary>MP4AudioSampleEntry, ISO/IEC 14496-14 5.6.1.</summary>
    private static void WriteAac(BoxWriter writer, AacTrack track)
    {
        int sampleRate = track.Configuration.SampleRate;
        using (writer.Box("mp4a"))
        {
            writer.Zeros(6);
            writer.UInt16(DataReferenceIndex);
            writer.Zeros(8);
            writer.UInt16(track.Configuration.Channels);
            writer.UInt16(16); // samplesize
            writer.Zeros(4);
            writer.UInt32(sampleRate <= ushort.MaxValue ? (uint)sampleRate << 16 : 0); // 16.16
            using (writer.FullBox("esds"))
            {
                WriteDescriptors(writer, track.Configuration.AudioSpecificConfig);
            }
        }
    }

    /// <summary>ISO/IEC 14496-1 7.2.6: ES_Descriptor with DecoderConfigDescriptor, DecoderSpecificInfo, SLConfigDescriptor.</summary>
    private static void WriteDescriptors(BoxWriter writer, byte[] audioSpecificConfig)
    {
        const int Header = 5;
        int decoderConfig = 13 + Header + audioSpecificConfig.Length;
        WriteDescriptor(writer, tag: 3, 3 + Header + decoderConfig + Header + 1);
        writer.Zeros(3); // ES_ID, flags

        WriteDescriptor(writer, tag: 4, decoderConfig);
        writer.Byte(0x40); // objectTypeIndication: ISO/IEC 14496-3
        writer.Byte(0x15); // streamType: audio
        writer.Zeros(11); // bufferSizeDB, maxBitrate, avgBitrate: unknown

        WriteDescriptor(writer, tag: 5, audioSpecificConfig.Length);
        writer.Bytes(audioSpecificConfig);

        WriteDescriptor(writer, tag: 6, 1);
        writer.Byte(2); // predefined: reserved for use in MP4 files
    }

    /// <summary>Lengths in their longest form, four groups of seven bits, as players expect them.</summary>
    private static void WriteDescriptor(BoxWriter writer, byte tag, int length)
    {
        writer.Byte(tag);
        for (int shift = 21; shift > 0; shift -= 7)
        {
            writer.Byte((byte)(0x80 | ((length >> shift) & 0x7F)));
        }

        writer.Byte((byte)(length & 0x7F));
    }
}
