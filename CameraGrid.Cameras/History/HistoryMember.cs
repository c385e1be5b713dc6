using System.Text.Json;
using System.Text.Json.Serialization;
using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>
/// A history entry as a member of its stream's sorted set: <c>{"t":1767225600000,"s":"Backoff","r":"refused","n":1,"e":"…"}</c>,
/// <c>s</c> missing where nobody kept watch.
/// </summary>
/// <param name="At">Unix milliseconds. Also the score; here, it tells entries apart that say the same.</param>
/// <param name="State">A <see cref="StreamState"/>.</param>
internal sealed record HistoryMember(
    [property: JsonPropertyName("t")] long At,
    [property: JsonPropertyName("s")] string? State,
    [property: JsonPropertyName("r")] string? Reason,
    [property: JsonPropertyName("n")] int Restarts,
    [property: JsonPropertyName("e")] string? Error
)
{
    // An error is a sentence; whatever else came by is cut.
    private const int LongestError = 200;

    public static SortedSetEntry Write(HistoryEntry entry, Redactor redactor)
    {
        var error = entry.Error is { } text ? redactor.Redact(text) : null;
        var at = entry.At.ToUnixTimeMilliseconds();
        var member = new HistoryMember(
            at,
            entry.State?.ToString(),
            entry.Reason is { } reason ? redactor.Redact(reason) : null,
            entry.Restarts,
            error is { Length: > LongestError } ? error[..LongestError] : error
        );
        return new SortedSetEntry(JsonSerializer.Serialize(member, HistoryJson.Default.HistoryMember), at);
    }

    /// <summary>Null for what is no entry: a later version may write what this one cannot read.</summary>
    public static HistoryEntry? Read(RedisValue value)
    {
        try
        {
            var member = JsonSerializer.Deserialize(value.ToString(), HistoryJson.Default.HistoryMember);
            StreamState? state = null;
            if (member?.State is { } name)
            {
                if (!Enum.TryParse<StreamState>(name, out var known) || !Enum.IsDefined(known))
                {
                    return null;
                }

                state = known;
            }

            return member is null
                ? null
                : new HistoryEntry(DateTimeOffset.FromUnixTimeMilliseconds(member.At), state)
                {
                    Reason = member.Reason,
                    Restarts = member.Restarts,
                    Error = member.Error,
                };
        }
        catch (Exception exception) when (exception is JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(HistoryMember))]
internal sealed partial class HistoryJson : JsonSerializerContext;
