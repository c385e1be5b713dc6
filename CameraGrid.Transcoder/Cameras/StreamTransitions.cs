using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>What can happen to a stream.</summary>
internal enum StreamEvent
{
    /// <summary>Its camera is switched off in the configuration.</summary>
    SwitchedOff,

    /// <summary>FFmpeg is being started.</summary>
    ConnectBegan,

    /// <summary>The run's first picture came.</summary>
    FirstFrame,

    /// <summary>Pictures stopped while the connection lives.</summary>
    FramesStopped,

    /// <summary>A run ended and another follows soon.</summary>
    RunFailed,

    /// <summary>A run ended because the camera refused the credentials.</summary>
    RunUnauthorized,

    /// <summary>A run ended because there is nothing in the stream that can be shown.</summary>
    RunUnsupported,
}

/// <summary>The states of a stream and the ways between them.</summary>
internal static class StreamTransitions
{
    /// <summary>The state after an event; the same one where the event comes too late or means nothing.</summary>
    public static StreamState Next(StreamState state, StreamEvent happened) =>
        (state, happened) switch
        {
            (_, StreamEvent.SwitchedOff) => StreamState.Disabled,
            // Nothing runs here that anything could happen to.
            (StreamState.Disabled, _) => StreamState.Disabled,
            (_, StreamEvent.ConnectBegan) => StreamState.Connecting,
            (StreamState.Connecting, StreamEvent.FirstFrame) => StreamState.Live,
            (StreamState.Live, StreamEvent.FramesStopped) => StreamState.Stalled,
            (_, StreamEvent.RunFailed) => StreamState.Backoff,
            (_, StreamEvent.RunUnauthorized) => StreamState.Unauthorized,
            (_, StreamEvent.RunUnsupported) => StreamState.Unsupported,
            _ => state,
        };

    /// <summary>There is no picture and one is wanted. Trying again is no news to who waits: it is away since it was lost.</summary>
    public static bool IsAway(StreamState state) => state is not (StreamState.Live or StreamState.Disabled);
}
