namespace CameraGrid.Cameras;

/// <summary>Where a stream stands: Disabled → Connecting → Live → Stalled → Backoff → Connecting …</summary>
public enum StreamState
{
    /// <summary>Not wanted by anyone.</summary>
    Disabled,

    /// <summary>The first frame has not come yet.</summary>
    Connecting,

    /// <summary>Frames are coming.</summary>
    Live,

    /// <summary>Frames stopped while the connection lives.</summary>
    Stalled,

    /// <summary>Waiting for the next try.</summary>
    Backoff,

    /// <summary>The camera refused user or password; tried again slowly, so that no camera locks the account.</summary>
    Unauthorized,

    /// <summary>The camera sends nothing that can be shown.</summary>
    Unsupported,
}
