namespace CameraGrid.Standalone;

/// <summary>The services of this process that were started, and their common end.</summary>
internal sealed partial class RunningServices
{
    private readonly Stack<WebApplication> _services = new();

    public void Add(WebApplication service) => _services.Push(service);

    /// <summary>
    /// Stops all, in the reverse order of their start. One that fails at it is told in its log and keeps no other running.
    /// </summary>
    /// <param name="limit">For all together; what does not end by then is cut off.</param>
    public async Task StopAsync(TimeSpan limit)
    {
        using var end = new CancellationTokenSource(limit);
        while (_services.TryPop(out var service))
        {
            var logger = service.Logger;
            try
            {
                await service.StopAsync(end.Token);
            }
            catch (Exception) when (!service.Lifetime.ApplicationStarted.IsCancellationRequested)
            {
                // It never started, which whoever started it tells: a host cannot end what has not begun.
            }
            catch (Exception failure)
            {
                LogFailed(logger, failure);
            }

            try
            {
                await service.DisposeAsync();
            }
            catch (Exception failure)
            {
                // Its own loggers may be gone by now.
                await Console.Error.WriteLineAsync($"A service did not end in order: {failure.Message}");
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The service did not stop in order")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
