using System.Diagnostics;

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

    /// <summary>Its processes that run now, with their argument lists.</summary>
    public IReadOnlyList<(Process Process, string Arguments)> Running() =>
        [
            .. Process
                .GetProcessesByName("ffmpeg")
                .Select(process => (process, Arguments: ReadArguments(process.Id)))
                .Where(found => found.Arguments.StartsWith(Path, StringComparison.Ordinal)),
        ];

    public void Dispose() => _folder.Delete(recursive: true);

    private static string ReadArguments(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
