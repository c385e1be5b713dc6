namespace CameraGrid.Media.Mp4;

/// <summary>
/// The start of a fragmented MP4 file: everything a decoder needs before the first fragment (ISO/IEC 14496-12).
/// <code>
/// ftyp
/// moov
///   mvhd
///   trak*  tkhd | mdia: mdhd | hdlr | minf: vmhd or smhd | dinf | stbl: stsd and empty tables
///   mvex   trex*
/// </code>
/// There is no <c>mehd</c>: with a duration known beforehand browsers treat the stream as a recording.
/// </summary>
public static class InitSegment
{
    private const int MovieTimescale = 1000;
    private const int LanguageUndetermined = 0x55C4;

    /// <param name="tracks">At least one, their ids differing.</param>
    public static byte[] Create(IReadOnlyList<Mp4Track> tracks)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tracks.Count);
        BoxWriter writer = new();
        using (writer.Box("ftyp"))
        {
            writer.Ascii("iso6");
            writer.UInt32(0);
            writer.Ascii("iso6iso5mp41");
        }

        using (writer.Box("moov"))
        {
            WriteMovieHeader(writer, tracks);
            foreach (Mp4Track track in tracks)
            {
                WriteTrack(writer, track);
            }

            using (writer.Box("mvex"))
            {
                foreach (Mp4Track track in tracks)
                {
                    WriteTrackExtends(writer, track);
                }
            }
        }

        return writer.ToArray();
    }

    private static void WriteMovieHeader(BoxWriter writer, IReadOnlyList<Mp4Track> tracks)
    {
        using (writer.FullBox("mvhd"))
        {
            writer.Zeros(8); // creation and modification
            writer.UInt32(MovieTimescale);
            writer.UInt32(0); // duration: unknown
            writer.UInt32(0x1_0000); // rate
            writer.UInt16(0x100); // volume
            writer.Zeros(10);
            writer.Matrix();
            writer.Zeros(24);
            writer.UInt32((uint)tracks.Max(track => track.TrackId) + 1);
        }
    }

    private static void WriteTrackExtends(BoxWriter writer, Mp4Track track)
    {
        using (writer.FullBox("trex"))
        {
            writer.UInt32((uint)track.TrackId);
            writer.UInt32(1); // default_sample_description_index
            writer.Zeros(12); // defaults: each fragment says its own
        }
    }

    private static void WriteTrack(BoxWriter writer, Mp4Track track)
    {
        using (writer.Box("trak"))
        {
            WriteTrackHeader(writer, track);
            using (writer.Box("mdia"))
            {
                using (writer.FullBox("mdhd"))
                {
                    writer.Zeros(8);
                    writer.UInt32(track.Timescale);
                    writer.UInt32(0);
                    writer.UInt16(LanguageUndetermined);
                    writer.UInt16(0);
                }

                WriteHandler(writer, track is AvcTrack ? "vide" : "soun");
                using (writer.Box("minf"))
                {
                    WriteMediaHeader(writer, track);
                    WriteDataInformation(writer);
                    WriteSampleTable(writer, track);
                }
            }
        }
    }

    private static void WriteTrackHeader(BoxWriter writer, Mp4Track track)
    {
        const uint EnabledInMovie = 3;
        using (writer.FullBox("tkhd", flags: EnabledInMovie))
        {
            writer.Zeros(8);
            writer.UInt32((uint)track.TrackId);
            writer.Zeros(4);
            writer.UInt32(0); // duration: unknown
            writer.Zeros(12); // layer, alternate_group
            writer.UInt16(track is AvcTrack ? 0 : 0x100); // volume
            writer.UInt16(0);
            writer.Matrix();
            (uint width, uint height) = track is AvcTrack avc ? SampleEntry.DisplaySize(avc) : (0, 0);
            writer.UInt32(width << 16);
            writer.UInt32(height << 16);
        }
    }

    private static void WriteHandler(BoxWriter writer, string type)
    {
        using (writer.FullBox("hdlr"))
        {
            writer.Zeros(4);
            writer.Ascii(type);
            writer.Zeros(12);
            writer.Ascii("CameraGrid\0");
        }
    }

    private static void WriteMediaHeader(BoxWriter writer, Mp4Track track)
    {
        if (track is AvcTrack)
        {
            using (writer.FullBox("vmhd", flags: 1))
            {
                writer.Zeros(8);
            }
        }
        else
        {
            using (writer.FullBox("smhd"))
            {
                writer.Zeros(4);
            }
        }
    }

    private static void WriteDataInformation(BoxWriter writer)
    {
        const uint SelfContained = 1;
        using (writer.Box("dinf"))
        using (writer.FullBox("dref"))
        {
            writer.UInt32(1);
            using (writer.FullBox("url ", flags: SelfContained)) { }
        }
    }

    /// <summary>All tables but the description are empty: the samples stand in the fragments.</summary>
    private static void WriteSampleTable(BoxWriter writer, Mp4Track track)
    {
        using (writer.Box("stbl"))
        {
            using (writer.FullBox("stsd"))
            {
                writer.UInt32(1);
                SampleEntry.Write(writer, track);
            }

            foreach (string type in (ReadOnlySpan<string>)["stts", "stsc", "stco"])
            {
                using (writer.FullBox(type))
                {
                    writer.UInt32(0);
                }
            }

            using (writer.FullBox("stsz"))
            {
                writer.Zeros(8);
            }
        }
    }
}
