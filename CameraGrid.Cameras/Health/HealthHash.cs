using System.Globalization;
using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>A health record as the fields of a hash: text, invariant; empty where unknown.</summary>
internal static class HealthHash
{
    public static HashEntry[] Write(StreamHealth health) =>
        [
            new("state", health.State.ToString()),
            new("since", Text(health.Since)),
            new("owner", health.Owner ?? ""),
            new("codec", health.Codec ?? ""),
            new("width", health.Width),
            new("height", health.Height),
            new("frameRate", health.FrameRate.ToString("R", CultureInfo.InvariantCulture)),
            new("bitRate", health.BitRate.ToString("R", CultureInfo.InvariantCulture)),
            new("restarts", health.Restarts),
            new("lastRestartReason", health.LastRestartReason ?? ""),
            new("lastFrameAt", Text(health.LastFrameAt)),
            new("nextTryAt", Text(health.NextTryAt)),
            new("lastError", health.LastError ?? ""),
            new("hasAudio", health.HasAudio),
        ];

    /// <summary>Null for a record that is gone or not one: a later version may write what this one cannot read.</summary>
    public static StreamHealth? Read(StreamKey key, HashEntry[] entries)
    {
        var fields = entries.ToDictionary(entry => entry.Name.ToString(), entry => entry.Value.ToString());
        if (
            !Enum.TryParse<StreamState>(fields.GetValueOrDefault("state"), out var state)
            || !Enum.IsDefined(state)
            || Time("since") is not { } since
        )
        {
            return null;
        }

        return new StreamHealth
        {
            Key = key,
            State = state,
            Since = since,
            Owner = Optional("owner"),
            Codec = Optional("codec"),
            Width = (int)Number("width"),
            Height = (int)Number("height"),
            FrameRate = Number("frameRate"),
            BitRate = Number("bitRate"),
            Restarts = (int)Number("restarts"),
            LastRestartReason = Optional("lastRestartReason"),
            LastFrameAt = Time("lastFrameAt"),
            NextTryAt = Time("nextTryAt"),
            LastError = Optional("lastError"),
            HasAudio = Number("hasAudio") != 0,
        };

        string? Optional(string name) => fields.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

        double Number(string name) =>
            double.TryParse(Optional(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                ? value
                : 0;

        DateTimeOffset? Time(string name) =>
            DateTimeOffset.TryParse(
                Optional(name),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var value
            )
                ? value.ToUniversalTime()
                : null;
    }

    private static string Text(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture) ?? "";
}
