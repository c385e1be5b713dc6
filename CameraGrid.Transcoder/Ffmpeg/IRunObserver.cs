namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>Hears of a run's turns while it goes on. Calls come from any thread and must return at once.</summary>
internal interface IRunObserver
{
    /// <summary>FFmpeg is being started.</summary>
    void OnConnecting();

    /// <summary>The first picture has arrived.</summary>
    void OnFirstFrame();

    /// <summary>Pictures stopped while the process lives; it is being ended.</summary>
    void OnStalled();
}
