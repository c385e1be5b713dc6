using CameraGrid.Media.Nut;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>The codecs that pass through as they are, by the names that FFmpeg's NUT muxer gives them.</summary>
internal static class Codecs
{
    // Where FFmpeg pulls from a file or from another server, the tag of that container stays.
    public static bool IsH264(NutStream stream) => stream.FourCc is NutFourCc.H264 or "h264" or "avc1";

    public static bool IsAac(NutStream stream) => stream.FourCc is NutFourCc.Aac or "mp4a";
}
