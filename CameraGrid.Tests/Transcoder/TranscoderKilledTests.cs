using System.Net;
using System.Net.Sockets;
using CameraGrid.Cameras;
using CameraGrid.Standalone.Store;
using CameraGrid.Tests.Support;
using CliWrap;
using StackExchange.Redis;

namespace CameraGrid.Tests.Transcoder;

/// <summary>The transcoder as a process of its own, ended as nobody wants to see it.</summary>
public sealed class TranscoderKilledTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_FFmpeg_outlives_a_transcoder_that_is_killed()
    {
        await using var store = EmbeddedStore.Start(folder: null);
        await using var simulator = await TestSimulator.StartAsync();
        using var ffmpeg = new OwnFfmpeg();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var transcoder = Cli.Wrap(Path.Combine(AppContext.BaseDirectory, "CameraGrid.Transcoder"))
            .WithArguments([
                "--urls=http://127.0.0.1:0",
                $"--ConnectionStrings:redis={store.ConnectionString}",
                $"--Transcoder:Ffmpeg={ffmpeg.Path}",
                "--CAMERA_1_NAME=Live",
                $"--CAMERA_1_URL={simulator.UrlOf("/cam1/main")}",
                "--CAMERA_2_NAME=Stopped",
                $"--CAMERA_2_URL={simulator.UrlOf("/cam2/main")}",
                "--CAMERA_3_NAME=Silent",
                $"--CAMERA_3_URL=rtsp://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/",
            ])
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(ends.Token);
        var processes = await StartedAsync(ffmpeg);
        await Processes.StopAsync(processes["stopped/main"], Token);
        await LiveAsync(store, new StreamKey("live", StreamName.Main));

        await Processes.KillAsync(transcoder.ProcessId, Token);

        Assert.True(await Processes.AreGoneAsync(processes.Values, TimeSpan.FromSeconds(5), Token));
        await transcoder;
        Assert.Empty(ffmpeg.Running());
    }

    private static async Task LiveAsync(EmbeddedStore store, StreamKey key)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);
        var health = new HealthStore(redis, new Redactor([]));
        await Eventually.IsAsync(async () => (await health.ReadAsync(key, Token))?.State == StreamState.Live);
    }

    /// <summary>Waits until there is one for each camera; their ids by stream.</summary>
    private static async Task<Dictionary<string, int>> StartedAsync(OwnFfmpeg ffmpeg)
    {
        while (true)
        {
            var running = ffmpeg.Running();
            if (running.Count == 3)
            {
                return running.ToDictionary(found => found.Stream, found => found.Process.Id);
            }

            await Task.Delay(50, Token);
        }
    }
}
