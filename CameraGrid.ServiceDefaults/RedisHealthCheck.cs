using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace CameraGrid.ServiceDefaults;

/// <summary>Degraded, not unhealthy, without the store: pictures go on.</summary>
internal sealed class RedisHealthCheck(IConnectionMultiplexer redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(TimeSpan.FromSeconds(2), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The store does not answer.");
        }
    }
}
