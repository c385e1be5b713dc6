namespace CameraGrid.Tests.Support;

/// <summary>
/// A shell script in FFmpeg's place. It answers <c>-version</c> as FFmpeg 5.1 does.
/// </summary>
internal sealed class FakeFfmpeg : IDisposable
{
    public const string Version51 = """
        ffmpeg version 5.1.6-0+deb12u1 Copyright (c) 2000-2024 the FFmpeg developers
        libavutil      57. 28.100 / 57. 28.100
        libavformat    59. 27.100 / 59. 27.100
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("camgrid-fake-");

    /// <param name="body">
    /// What it does when it is to pull a camera: commands of <c>sh</c>, among them <c>started</c> where a test waits for it.
    /// </param>
    /// <param name="version">What it answers to <c>-version</c>.</param>
    public FakeFfmpeg(string body, string version = Version51)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "ffmpeg");
        File.WriteAllText(
            Path,
            $$"""
            #!/bin/sh
            if [ "$1" = -version ]; then cat <<'END'
            {{version}}
            END
            exit; fi
            started() { echo $$ > '{{PidFile}}.new' && mv '{{PidFile}}.new' '{{PidFile}}'; }
            {{body}}

            """.ReplaceLineEndings("\n")
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>What to start.</summary>
    public string Path { get; }

    private string PidFile => System.IO.Path.Combine(_folder.FullName, "pid");

    /// <summary>Waits until it has said <c>started</c>; its process id.</summary>
    public async Task<int> StartedAsync(CancellationToken cancellationToken)
    {
        await Eventually.IsAsync(() => File.Exists(PidFile));

        return int.Parse(await File.ReadAllTextAsync(PidFile, cancellationToken));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
