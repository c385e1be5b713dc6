namespace CameraGrid.Transcoder.Ffmpeg;

internal sealed partial class FfmpegInstallation
{
    [LoggerMessage(LogLevel.Information, "{Path} is FFmpeg {Version}")]
    private static partial void LogFound(ILogger logger, string path, string version);

    [LoggerMessage(LogLevel.Error, "{Sentence} {Detail}")]
    private static partial void LogBad(ILogger logger, string sentence, string detail);
}
