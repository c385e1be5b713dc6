using System.Text.Json;
using System.Text.Json.Serialization;
using CameraGrid.Cameras;

namespace CameraGrid.Gateway.History;

/// <summary>What a camera's streams did within a window of time.</summary>
/// <param name="Camera">The camera's id.</param>
/// <param name="From">The window's begin, UTC.</param>
/// <param name="To">The window's end: now, by the gateway's clock, UTC.</param>
/// <param name="Streams">One history per stream.</param>
internal sealed record CameraHistoryView(
    string Camera,
    DateTimeOffset From,
    DateTimeOffset To,
    StreamHistoriesView Streams
);

/// <summary>The history of a camera's streams.</summary>
/// <param name="Main">Of the full picture.</param>
/// <param name="Sub">Of the small picture; null where the camera has none.</param>
internal sealed record StreamHistoriesView(StreamHistoryView Main, StreamHistoryView? Sub);

/// <summary>What one stream did within the window.</summary>
/// <param name="Uptime">Share of the known time, 0 to 1, in which it was live; null where nothing is known.</param>
/// <param name="UptimeWeek">The same of the last seven days.</param>
/// <param name="Restarts">How often it was restarted within the window.</param>
/// <param name="RestartReasons">How often for which reason.</param>
/// <param name="LastError">The last error within the window, without credentials.</param>
/// <param name="Changes">First the state in force at the window's begin, then every change, by time.</param>
internal sealed record StreamHistoryView(
    double? Uptime,
    double? UptimeWeek,
    int Restarts,
    IReadOnlyDictionary<string, int> RestartReasons,
    string? LastError,
    IReadOnlyList<HistoryChangeView> Changes
)
{
    // A second of a week, and some more.
    private const int Digits = 6;

    public static StreamHistoryView Of(StreamHistory history, DateTimeOffset from, DateTimeOffset to)
    {
        var report = HistoryReport.Of(history, from, to);
        return new(
            Rounded(report.Uptime),
            Rounded(HistoryReport.UptimeOf(history, to - HistoryStore.Kept, to)),
            report.Restarts,
            report.RestartReasons,
            report.LastError,
            [.. report.Changes.Select(HistoryChangeView.Of)]
        );
    }

    private static double? Rounded(double? share) => share is { } value ? Math.Round(value, Digits) : null;
}

/// <summary>A stream's change of state.</summary>
/// <param name="At">From this time on, UTC.</param>
/// <param name="State">Unknown where nobody kept watch.</param>
/// <param name="Reason">Why it was restarted; null where it was not.</param>
internal sealed record HistoryChangeView(DateTimeOffset At, HistoryState State, string? Reason)
{
    public static HistoryChangeView Of(HistoryEntry entry) =>
        new(entry.At, entry.State is { } state ? (HistoryState)state : HistoryState.Unknown, entry.Reason);
}

/// <summary>The states of a stream, and that of not knowing.</summary>
internal enum HistoryState
{
    Disabled = StreamState.Disabled,
    Connecting = StreamState.Connecting,
    Live = StreamState.Live,
    Stalled = StreamState.Stalled,
    Backoff = StreamState.Backoff,
    Unauthorized = StreamState.Unauthorized,
    Unsupported = StreamState.Unsupported,

    /// <summary>Nobody kept watch: the transcoder or the store was away, or it is longer ago than is kept.</summary>
    Unknown = -1,
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(HistoryStateConverter)])]
[JsonSerializable(typeof(CameraHistoryView))]
internal sealed partial class HistoryViewJson : JsonSerializerContext;

internal sealed class HistoryStateConverter()
    : JsonStringEnumConverter<HistoryState>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
