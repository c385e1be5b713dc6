using System.Diagnostics.Metrics;
using CameraGrid.Cameras;
using CameraGrid.Tests.Transcoder.Live;
using CameraGrid.Transcoder.Cameras;
using CameraGrid.Transcoder.Live;
using CameraGrid.Transcoder.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CameraGrid.Tests.Transcoder.Cameras;

/// <summary>A stream and its status, whose records go nowhere.</summary>
internal sealed class StreamOfTest : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public StreamOfTest(TimeProvider time, ILogger<StreamStatus>? logger = null) =>
        Status = new StreamStatus(
            Live.Key,
            "node-1",
            Live,
            new HealthPublisher(
                new HealthStore(null!, Redactor),
                new HistoryStore(null!, Redactor),
                RolesOfTest.HeldLease(),
                time,
                NullLogger<HealthPublisher>.Instance
            ),
            new TranscoderMetrics(_services.GetRequiredService<IMeterFactory>()),
            Roles,
            time,
            logger ?? NullLogger<StreamStatus>.Instance
        );

    public RolesOfTest Roles { get; } = new();

    public LiveStream Live { get; } = TestFrames.Stream();

    public Redactor Redactor { get; } = new([]);

    public StreamStatus Status { get; }

    public void Dispose()
    {
        Live.Dispose();
        _services.Dispose();
    }
}
