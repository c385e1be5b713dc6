using CameraGrid.Simulator;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace CameraGrid.Tests.Simulator;

public sealed class ClipPreparationTests : IDisposable
{
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("camgrid-clips-");

    public void Dispose() => _cache.Delete(recursive: true);

    [Fact]
    public async Task Clips_that_could_not_be_made_are_not_said_to_be_ready()
    {
        var options = Options.Create(
            new SimulatorOptions
            {
                Cameras = 1,
                Cache = _cache.FullName,
                Ffmpeg = "/nowhere/ffmpeg",
            }
        );
        var logger = new FakeLogger<ClipPreparation>();
        using var clips = new ClipStore(options, TimeProvider.System, NullLogger<ClipStore>.Instance);
        using var preparation = new ClipPreparation(
            new SimulatedCameras(options, TimeProvider.System),
            clips,
            options,
            logger
        );

        await preparation.StartAsync(TestContext.Current.CancellationToken);
        await preparation.ExecuteTask!;

        var records = logger.Collector.GetSnapshot();
        Assert.Contains(records, record => record.Level == LogLevel.Error);
        Assert.DoesNotContain(records, record => record.Message.Contains("ready", StringComparison.Ordinal));
    }
}
