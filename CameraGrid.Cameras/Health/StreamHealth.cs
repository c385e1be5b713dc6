namespace CameraGrid.Cameras;

/// <summary>What the owner of a stream knows about it. Times are UTC; null where unknown.</summary>
public sealed record StreamHealth
{
    /// <summary>Which stream.</summary>
    public required StreamKey Key { get; init; }

    /// <summary>Where it stands.</summary>
    public required StreamState State { get; init; }

    /// <summary>Since when it stands there; over all tries, connecting and waiting, since the picture was lost.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The id of the transcoder node that pulls it.</summary>
    public string? Owner { get; init; }

    /// <summary>RFC 6381 codec string of the picture, as in <c>avc1.64001f</c>.</summary>
    public string? Codec { get; init; }

    /// <summary>In pixels; 0 where unknown.</summary>
    public int Width { get; init; }

    /// <summary>In pixels; 0 where unknown.</summary>
    public int Height { get; init; }

    /// <summary>Frames per second; 0 where unknown.</summary>
    public double FrameRate { get; init; }

    /// <summary>Bits per second; 0 where unknown.</summary>
    public double BitRate { get; init; }

    /// <summary>How often it was restarted since its owner took it.</summary>
    public int Restarts { get; init; }

    /// <summary>Why it was restarted last.</summary>
    public string? LastRestartReason { get; init; }

    /// <summary>When the last frame came.</summary>
    public DateTimeOffset? LastFrameAt { get; init; }

    /// <summary>When it is tried next, in <see cref="StreamState.Backoff"/> and <see cref="StreamState.Unauthorized"/>.</summary>
    public DateTimeOffset? NextTryAt { get; init; }

    /// <summary>The last error, without credentials.</summary>
    public string? LastError { get; init; }

    /// <summary>Whether it carries sound.</summary>
    public bool HasAudio { get; init; }
}
