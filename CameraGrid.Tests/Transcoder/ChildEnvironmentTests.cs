using CameraGrid.Cameras;
using CameraGrid.Standalone.Store;
using CameraGrid.Tests.Support;
using CliWrap;
using StackExchange.Redis;

namespace CameraGrid.Tests.Transcoder;

/// <summary>The transcoder as a process of its own, with passwords in its environment.</summary>
public sealed class ChildEnvironmentTests : IDisposable
{
    private const string Password = "p@ss-in-the-environment";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("camgrid-environment-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_child_of_a_transcoder_inherits_a_secret()
    {
        await using var store = EmbeddedStore.Start(folder: null);
        await using var simulator = await TestSimulator.StartAsync(
            "Authentication=digest-md5",
            "Username=viewer",
            $"Password={Password}"
        );
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var transcoder = Cli.Wrap(Path.Combine(AppContext.BaseDirectory, "CameraGrid.Transcoder"))
            .WithArguments(["--urls=http://127.0.0.1:0", $"--Transcoder:Ffmpeg={Recorder()}"])
            .WithEnvironmentVariables(variables =>
                variables
                    .Set("ConnectionStrings__redis", store.ConnectionString)
                    .Set("OTEL_EXPORTER_OTLP_HEADERS", $"authorization={Password}")
                    .Set("LIBVA_DRIVER_NAME", "iHD")
                    .Set("CAMERA_1_NAME", "Live")
                    .Set("CAMERA_1_URL", simulator.UrlOf("/cam1/sub"))
                    .Set("CAMERA_1_USERNAME", "viewer")
                    .Set("CAMERA_1_PASSWORD", Password)
                    // Nothing there: after a run without a frame, FFmpeg is asked for its version.
                    .Set("CAMERA_2_NAME", "Gone")
                    .Set("CAMERA_2_URL", "rtsp://127.0.0.1:1/")
            )
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(ends.Token);
        await TakeSnapshotAsync(store);
        string[] children =
        [
            await RecordedAsync("-hide_banner"),
            await RecordedAsync("-version"),
            await RecordedAsync("-loglevel"),
            await GuardAsync(transcoder.ProcessId),
        ];
        await ends.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transcoder);

        Assert.All(
            children,
            environment =>
            {
                Assert.Contains("PATH=", environment, StringComparison.Ordinal);
                Assert.Contains("LIBVA_DRIVER_NAME=iHD", environment, StringComparison.Ordinal);
                Assert.DoesNotContain(Password, environment, StringComparison.Ordinal);
                Assert.DoesNotContain("CAMERA_", environment, StringComparison.Ordinal);
                Assert.DoesNotContain("ConnectionStrings", environment, StringComparison.Ordinal);
            }
        );
        Assert.Contains("CAMERAGRID_STREAM=", children[0], StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>FFmpeg, which first writes its environment to a file named after its first argument.</summary>
    private string Recorder()
    {
        var path = Path.Combine(_folder.FullName, "ffmpeg");
        File.WriteAllText(
            path,
            $"""
            #!/bin/sh
            env > '{_folder}'/new.$$ && mv '{_folder}'/new.$$ '{_folder}'/"$1"
            exec ffmpeg "$@"

            """.ReplaceLineEndings("\n")
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    private async Task<string> RecordedAsync(string firstArgument)
    {
        var path = Path.Combine(_folder.FullName, firstArgument);
        await Eventually.IsAsync(() => File.Exists(path));

        return await File.ReadAllTextAsync(path, Token);
    }

    private static async Task TakeSnapshotAsync(EmbeddedStore store)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);
        var (health, nodes) = (new HealthStore(redis, new Redactor([])), new NodeStore(redis));
        var key = new StreamKey("live", StreamName.Main);
        await Eventually.IsAsync(async () => (await health.ReadAsync(key, Token))?.State == StreamState.Live);

        using var client = new HttpClient { BaseAddress = (await nodes.ReadAllAsync(Token)).Single().Address };
        Assert.NotEmpty(await client.GetByteArrayAsync("/live/live/main/snapshot.jpg", Token));
    }

    /// <summary>The environment of the shell that ends what a killed transcoder leaves.</summary>
    private static async Task<string> GuardAsync(int transcoder)
    {
        var children = Directory
            .EnumerateDirectories($"/proc/{transcoder}/task")
            .SelectMany(thread =>
                File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            );
        foreach (var child in children)
        {
            if (
                (await File.ReadAllTextAsync($"/proc/{child}/cmdline", Token)).StartsWith(
                    "/bin/sh\0-c",
                    StringComparison.Ordinal
                )
            )
            {
                return await File.ReadAllTextAsync($"/proc/{child}/environ", Token);
            }
        }

        throw new InvalidOperationException("The transcoder has no guard.");
    }
}
