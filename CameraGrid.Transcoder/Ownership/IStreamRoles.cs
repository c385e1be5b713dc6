using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Ownership;

/// <summary>What this node has to do with a stream.</summary>
internal enum StreamRole
{
    /// <summary>It pulls the stream beside its owner, to take it over once there are pictures.</summary>
    Warming,

    /// <summary>It pulls the stream and speaks for it.</summary>
    Owned,
}

/// <summary>Which of the configured streams this node is to pull, and as what.</summary>
internal interface IStreamRoles
{
    /// <summary>Any role changed. Called from any thread.</summary>
    event Action? Changed;

    /// <summary>Null: the stream is not this node's.</summary>
    StreamRole? RoleOf(StreamKey stream);

    /// <summary>The stream's first pictures are in the ring.</summary>
    void OnPicture(StreamKey stream);
}
