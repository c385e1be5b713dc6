namespace CameraGrid.Cameras;

/// <summary>From this moment on a stream was in this state, until the next entry.</summary>
/// <param name="At">UTC, to the millisecond.</param>
/// <param name="State">Null where nobody kept watch: what the stream did then is unknown.</param>
public sealed record HistoryEntry(DateTimeOffset At, StreamState? State)
{
    /// <summary>Why it was restarted; null where the entry is no restart.</summary>
    public string? Reason { get; init; }

    /// <summary>How many restarts for this reason the entry stands for.</summary>
    public int Restarts { get; init; }

    /// <summary>What went wrong, in words and without credentials.</summary>
    public string? Error { get; init; }
}
