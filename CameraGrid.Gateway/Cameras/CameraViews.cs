using System.Text.Json.Serialization;
using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Cameras;

/// <summary>All cameras and where their streams stand.</summary>
/// <param name="ServerTime">By the gateway's clock, UTC.</param>
/// <param name="Cameras">In the order of their configuration.</param>
internal sealed record CamerasView(DateTimeOffset ServerTime, IReadOnlyList<CameraView> Cameras);

/// <summary>One camera.</summary>
internal sealed record CameraView(string Id, string Name, CameraStreamsView Streams);

/// <summary>A camera's streams.</summary>
/// <param name="Main">The full picture.</param>
/// <param name="Sub">The small picture; null where the camera has none.</param>
internal sealed record CameraStreamsView(StreamView Main, StreamView? Sub);

/// <summary>Where a stream stands. Null where unknown; times are UTC.</summary>
/// <param name="State">As last told by the transcoder that pulls it.</param>
/// <param name="Stale">No news of it for 15 s: the transcoder or the store is away.</param>
/// <param name="Since">Since when it is in this state; over all tries to connect, since the picture was lost.</param>
/// <param name="Codec">RFC 6381 codec string of the picture.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="FrameRate">Frames per second.</param>
/// <param name="BitRate">Bits per second.</param>
/// <param name="HasAudio">Whether it carries sound.</param>
/// <param name="Restarts">How often it was restarted.</param>
/// <param name="LastRestartReason">Why it was restarted last.</param>
/// <param name="LastFrameAt">When the last frame came.</param>
/// <param name="NextTryAt">When it is tried next.</param>
/// <param name="LastError">The last error, without credentials.</param>
internal sealed record StreamView(
    StreamState State,
    bool Stale,
    DateTimeOffset? Since,
    string? Codec,
    int? Width,
    int? Height,
    double? FrameRate,
    double? BitRate,
    bool HasAudio,
    int Restarts,
    string? LastRestartReason,
    DateTimeOffset? LastFrameAt,
    DateTimeOffset? NextTryAt,
    string? LastError
)
{
    /// <summary>A stream that nobody has told anything about yet.</summary>
    public static readonly StreamView Unknown = new(
        StreamState.Connecting,
        Stale: true,
        Since: null,
        Codec: null,
        Width: null,
        Height: null,
        FrameRate: null,
        BitRate: null,
        HasAudio: false,
        Restarts: 0,
        LastRestartReason: null,
        LastFrameAt: null,
        NextTryAt: null,
        LastError: null
    );

    public static StreamView Of(StreamHealth health, bool stale) =>
        new(
            health.State,
            stale,
            health.Since,
            health.Codec,
            health.Width > 0 ? health.Width : null,
            health.Height > 0 ? health.Height : null,
            health.FrameRate > 0 ? Math.Round(health.FrameRate, 2) : null,
            health.BitRate > 0 ? Math.Round(health.BitRate) : null,
            health.HasAudio,
            health.Restarts,
            health.LastRestartReason,
            health.LastFrameAt,
            health.NextTryAt,
            health.LastError
        );
}

/// <summary>A stream whose health changed.</summary>
internal sealed record StreamChangeView(string Camera, string Stream, StreamView Health);

/// <summary>A sign of life.</summary>
internal sealed record PingView(DateTimeOffset ServerTime);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, Converters = [typeof(StreamStateConverter)])]
[JsonSerializable(typeof(CamerasView))]
[JsonSerializable(typeof(CameraView))]
[JsonSerializable(typeof(StreamChangeView))]
[JsonSerializable(typeof(PingView))]
[JsonSerializable(typeof(CameraSettingsView))]
[JsonSerializable(typeof(CameraSettings))]
[JsonSerializable(typeof(NewCameraView))]
internal sealed partial class GatewayJson : JsonSerializerContext;

internal sealed class StreamStateConverter()
    : JsonStringEnumConverter<StreamState>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
