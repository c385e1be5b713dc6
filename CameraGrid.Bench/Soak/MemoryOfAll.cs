using CameraGrid.Bench.Browser;
using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Recovery;

namespace CameraGrid.Bench.Soak;

/// <summary>The memory of each process and of the page, at one moment.</summary>
/// <param name="Processes">Bytes of proportional set size by name.</param>
/// <param name="Ffmpegs">How many FFmpegs there are.</param>
/// <param name="Page">What is left in the page after a collection.</param>
internal sealed record MemoryOfAll(IReadOnlyList<(string Name, long Bytes)> Processes, int Ffmpegs, PageMemory Page)
{
    public static async Task<MemoryOfAll> ReadAsync(Scene scene, CancellationToken cancellationToken)
    {
        var page = await scene.Page.MemoryAsync(cancellationToken);
        var services = scene.Services;
        var ffmpegs = services.Ffmpegs;
        return new MemoryOfAll(
            [
                ("transcoder", Of(services.Transcoder.Id)),
                ("FFmpegs", ProcessUsage.ProportionalSetSize(ffmpegs)),
                ("gateway", Of(services.Gateway.Id)),
                ("page's host", Of(services.Frontend.Id)),
                ("Redis", Of(services.Redis.Id)),
                ("simulator", Of(scene.Simulator.Id)),
                ("Chromium, all processes", ProcessUsage.ProportionalSetSize(ProcessUsage.Tree(scene.BrowserId))),
            ],
            ffmpegs.Count,
            page
        );

        static long Of(int process) => ProcessUsage.ProportionalSetSize([process]);
    }
}
