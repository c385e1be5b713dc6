using CameraGrid.Media.Nut;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>The names under which FFmpeg's NUT muxer announces the codecs that pass through as they are.</summary>
internal static class Codecs
{
    private static readonly string[] H264 = ["H264", "h264", "avc1", "AVC1", "X264", "x264"];

    public static bool IsH264(NutStream stream) => H264.Contains(stream.FourCc);

    // Microsoft's wave format tag for AAC, 0x00FF, in four bytes; "mp4a" where the tag came from an MP4 file.
    public static bool IsAac(NutStream stream) => stream.FourCc is "\u00ff\0\0\0" or "mp4a" or "MP4A";
}
