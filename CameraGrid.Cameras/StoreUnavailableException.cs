namespace CameraGrid.Cameras;

/// <summary>The Redis store does not answer, or not in time. Pictures go on without it; health is stale meanwhile.</summary>
public sealed class StoreUnavailableException(Exception inner)
    : Exception("The store (connection string \"redis\") does not answer.", inner);
