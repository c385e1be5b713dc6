using System.Text;

namespace CameraGrid.Media.Nut;

/// <summary>
/// The codec names FFmpeg writes into stream headers. Most are four ASCII characters; where FFmpeg writes a WAVE format
/// number instead (AAC among them), the name here is that number, as in <c>0x00FF</c>.
/// </summary>
public static class NutFourCc
{
    public const string H264 = "H264";
    public const string Hevc = "HEVC";
    public const string Mjpeg = "MJPG";
    public const string Mpeg4 = "FMP4";
    public const string Aac = "0x00FF";
    public const string Alaw = "0x0006";
    public const string Mulaw = "0x0007";
    public const string Opus = "Opus";

    internal static string From(ReadOnlySpan<byte> bytes)
    {
        bool isPrintable = bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;
        if (isPrintable)
        {
            return Encoding.ASCII.GetString(bytes);
        }

        uint number = 0;
        for (int index = bytes.Length - 1; index >= 0; index--)
        {
            number = (number << 8) | bytes[index];
        }

        return $"0x{number:X4}";
    }
}
