using System.Diagnostics;
using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Support;

/// <summary>
/// The system's FFmpeg under a path of its own, which tells its processes from those of whatever runs beside it.
/// </summary>
internal sealed class OwnFfmpeg : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("camgrid-ffmpeg-");

    public OwnFfmpeg()
    {
        var installed = Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Select(folder => System.IO.Path.Combine(folder, "ffmpeg"))
            .First(File.Exists);
        Path = File.CreateSymbolicLink(System.IO.Path.Combine(_folder.FullName, "ffmpeg"), installed).FullName;
    }

    /// <summary>What to start.</summary>
    public string Path { get; }

    /// <summary>Its processes that run now, with their argument lists and the stream that their environment names.</summary>
    public IReadOnlyList<FfmpegProcess> Running() =>
        [
            .. Process
                .GetProcessesByName("ffmpeg")
                .Select(process => new FfmpegProcess(process, Read(process.Id, "cmdline"))
                {
                    Stream = Variable(process.Id, FfmpegRun.StreamVariable),
                })
                .Where(found => found.Arguments.StartsWith(Path, StringComparison.Ordinal)),
        ];

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Variable(int process, string name) =>
        Read(process, "environ")
            .Split('\0')
            .FirstOrDefault(variable => variable.StartsWith(name + "=", StringComparison.Ordinal), "")
            .Split('=', 2)[^1];

    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

/// <param name="Process">The process.</param>
/// <param name="Arguments">Its argument list.</param>
internal sealed record FfmpegProcess(Process Process, string Arguments)
{
    /// <summary>The stream it pulls, such as <c>cam1/main</c>; empty where it is none that pulls.</summary>
    public required string Stream { get; init; }
}
