using System.Text.Json;
using System.Text.Json.Serialization;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Mse;

/// <summary>The text message that begins each generation on an MSE socket; the init segment follows it.</summary>
/// <param name="Generation">Grows; a new one means a new init segment.</param>
/// <param name="Codec">What <c>MediaSource.addSourceBuffer</c> takes: MIME type and RFC 6381 codecs.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="FrameRate">Frames a second as the stream's parameter sets declare it; null where they do not.</param>
/// <param name="ServerTime">When the message was written, so that the page can relate prft boxes to its own clock.</param>
internal sealed record MseHeader(
    long Generation,
    string Codec,
    int Width,
    int Height,
    double? FrameRate,
    DateTimeOffset ServerTime
)
{
    public static MseHeader For(Generation generation, bool audio, DateTimeOffset now) =>
        new(
            generation.Number,
            $"video/mp4; codecs=\"{(audio ? generation.FullCodecs : generation.VideoCodecs)}\"",
            generation.Width,
            generation.Height,
            generation.Video.Parsed.FrameRate,
            now
        );

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, MseJson.Default.MseHeader);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MseHeader))]
internal sealed partial class MseJson : JsonSerializerContext;
