using System.Threading.Channels;
using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>
/// Carries health records to the store behind the streams' backs: a store that is slow or away holds no stream back.
/// </summary>
internal sealed partial class HealthPublisher(HealthStore store, ILogger<HealthPublisher> logger) : BackgroundService
{
    // Every stream of a large node several times; what is dropped is renewed within seconds anyway.
    private const int Bound = 1024;

    private readonly Channel<(StreamKey Key, StreamHealth? Health)> _records = Channel.CreateBounded<(
        StreamKey,
        StreamHealth?
    )>(new BoundedChannelOptions(Bound) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Publish(StreamHealth health) => _records.Writer.TryWrite((health.Key, health));

    /// <summary>Deletes the record of a stream that is configured no more.</summary>
    public void Forget(StreamKey key) => _records.Writer.TryWrite((key, null));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var away = false;
        await foreach (var (key, health) in _records.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await (
                    health is null ? store.RemoveAsync(key, stoppingToken) : store.WriteAsync(health, stoppingToken)
                );
                if (away)
                {
                    away = false;
                    LogBack(logger);
                }
            }
            catch (StoreUnavailableException unavailable)
            {
                if (!away)
                {
                    away = true;
                    LogAway(logger, unavailable.Message);
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Health cannot be written, pictures go on: {Message}")]
    private static partial void LogAway(ILogger logger, string message);

    [LoggerMessage(LogLevel.Information, "Health is written again")]
    private static partial void LogBack(ILogger logger);
}
