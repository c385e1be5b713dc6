using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CameraGrid.Cameras;
using CameraGrid.Simulator.Faults;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Transcoder;

/// <summary>Many streams at once, with FFmpeg, against the simulator.</summary>
public sealed class HealingTests
{
    private const int Streams = 16;

    private static readonly string[] Cameras = [.. Enumerable.Range(1, Streams).Select(number => $"cam{number}")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Sixteen streams take two rounds of the lane. A turn lasts a second at most; a keyframe comes every second, and what
    /// starts sixteen processes takes its time on a busy machine: as long as the first start, if that is longer.
    /// </summary>
    [Fact]
    public async Task All_FFmpegs_of_a_node_killed_at_once_are_all_replaced_within_two_rounds()
    {
        var start = Stopwatch.StartNew();
        await using var transcoder = await StartAsync();
        await AllLiveAsync(transcoder, restarts: 0);
        var limit = TimeSpan.FromSeconds(Math.Max(6, start.Elapsed.TotalSeconds));
        var ffmpegs = transcoder.Ffmpegs();
        Assert.Equal(Streams, ffmpegs.Count);

        var watch = Stopwatch.StartNew();
        foreach (var ffmpeg in ffmpegs)
        {
            ffmpeg.Process.Kill();
        }

        await AllLiveAsync(transcoder, restarts: 1);
        TestContext.Current.TestOutputHelper?.WriteLine($"All live after {watch.Elapsed.TotalSeconds:F1} s");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, limit);
        Assert.Equal(Streams, transcoder.Ffmpegs().Count);
    }

    /// <summary>The longest wait of the first half minute is three seconds; then come the lane's two rounds.</summary>
    [Fact]
    public async Task Cameras_that_are_down_at_once_and_back_at_once_are_all_live_soon()
    {
        var start = Stopwatch.StartNew();
        await using var transcoder = await StartAsync();
        await AllLiveAsync(transcoder, restarts: 0);
        var limit = TimeSpan.FromSeconds(3 + Math.Max(6, start.Elapsed.TotalSeconds));

        var reboot = new Fault(FaultKind.Reboot) { Seconds = 8 };
        foreach (var camera in Cameras)
        {
            transcoder.Simulator.Faults.Set(camera, null, reboot);
        }

        var watch = Stopwatch.StartNew();
        await AllLiveAsync(transcoder, restarts: 1);
        var healed = watch.Elapsed - TimeSpan.FromSeconds(8);
        TestContext.Current.TestOutputHelper?.WriteLine($"All live {healed.TotalSeconds:F1} s after their return");
        Assert.InRange(healed, TimeSpan.Zero, limit);
    }

    /// <summary>Ten cameras accept and say nothing, for which FFmpeg waits five seconds each; two may connect at a time.</summary>
    [Fact]
    public async Task Dead_cameras_do_not_delay_the_recovery_of_a_living_one()
    {
        using var dead = new TcpListener(IPAddress.Loopback, 0);
        dead.Start(backlog: 512);
        var deadCameras = Enumerable
            .Range(2, 10)
            .Select(number => $"--CAMERA_{number}_URL=rtsp://{dead.LocalEndpoint}/dead-{number}");
        await using var transcoder = await TranscoderUnderTest.StartAsync(
            await TestSimulator.StartAsync(),
            simulator => [Camera(simulator, 1), "--Transcoder:MostConnecting=2", .. deadCameras]
        );
        await transcoder.LiveAsync("camera-1");
        await transcoder.HealthAsync("camera-11", health => health.Restarts > 0);

        var watch = Stopwatch.StartNew();
        transcoder.Ffmpegs().Single(ffmpeg => ffmpeg.Stream == "camera-1/main").Process.Kill();
        await transcoder.HealthAsync(
            "camera-1",
            health => health is { State: StreamState.Connecting or StreamState.Live, Restarts: 1 }
        );

        // One turn of a second, and time for a busy machine; a round of the dead takes twenty-five seconds of waiting.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
        await transcoder.LiveAsync("camera-1");
    }

    private static async Task<TranscoderUnderTest> StartAsync() =>
        await TranscoderUnderTest.StartAsync(
            await TestSimulator.StartAsync("PortPerCamera=true"),
            simulator =>
                Enumerable
                    .Range(1, Streams)
                    .SelectMany(number => new[] { Camera(simulator, number), $"--CAMERA_{number}_ID=cam{number}" })
        );

    private static async Task AllLiveAsync(TranscoderUnderTest transcoder, int restarts)
    {
        // One after the other costs nothing: who was live first is still live when its turn comes.
        foreach (var camera in Cameras)
        {
            await transcoder.HealthAsync(
                camera,
                health => health.State == StreamState.Live && health.Restarts >= restarts
            );
        }
    }

    private static string Camera(TestSimulator simulator, int number) =>
        $"--CAMERA_{number}_URL={simulator.UrlOf($"/cam{number}/sub")}";
}
