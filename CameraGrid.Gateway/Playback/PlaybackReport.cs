using System.Text.Json.Serialization;

namespace CameraGrid.Gateway.Playback;

/// <summary>What a browser measured since its last report.</summary>
/// <param name="Tiles">One for each stream it shows.</param>
internal sealed record PlaybackReport(IReadOnlyList<TilePlayback>? Tiles);

/// <summary>What one tile measured.</summary>
/// <param name="Camera">A camera's id.</param>
/// <param name="Protocol"><c>mse</c>, <c>hls</c> or <c>whep</c>.</param>
/// <param name="Latency">Seconds between a frame leaving FFmpeg and the screen; null while nothing plays.</param>
/// <param name="Stalls">How often pictures stopped for seconds since the last report.</param>
/// <param name="Reconnects">How often it connected anew since the last report.</param>
internal sealed record TilePlayback(string? Camera, string? Protocol, double? Latency, int Stalls, int Reconnects);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlaybackReport))]
internal sealed partial class PlaybackJson : JsonSerializerContext;
