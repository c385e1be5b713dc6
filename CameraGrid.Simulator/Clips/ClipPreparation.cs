using CameraGrid.Simulator.Cameras;
using Microsoft.Extensions.Options;

namespace CameraGrid.Simulator.Clips;

/// <summary>Encodes the cameras' clips at start, so that the grid fills from its first camera on.</summary>
internal sealed partial class ClipPreparation(
    SimulatedCameras cameras,
    ClipStore clips,
    IOptions<SimulatorOptions> options,
    ILogger<ClipPreparation> logger
) : BackgroundService
{
    // FFmpeg itself uses several threads; a second one fills what the first one's generator leaves idle.
    private const int Parallel = 2;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.EncodeAhead)
        {
            return;
        }

        IReadOnlyList<SimulatedCamera> all = [.. cameras.List, cameras.Clock];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = stoppingToken };
        var failed = 0;
        await System.Threading.Tasks.Parallel.ForEachAsync(
            all.Index(),
            parallel,
            async (item, cancellationToken) =>
            {
                LogPreparing(logger, item.Index + 1, all.Count, item.Item.Name);
                try
                {
                    await clips.GetAsync(item.Item.Recipe, cancellationToken);
                }
                catch (ClipException error)
                {
                    Interlocked.Increment(ref failed);
                    LogFailed(logger, item.Item.Name, error.Message);
                }
            }
        );
        if (failed == 0)
        {
            LogReady(logger, all.Count);
        }
    }
}
