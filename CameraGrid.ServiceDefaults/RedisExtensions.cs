using CameraGrid.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>The connection to the store.</summary>
public static class RedisExtensions
{
    private const string ConnectionName = "redis";

    /// <summary>
    /// Registers an <see cref="IConnectionMultiplexer"/> for <c>ConnectionStrings:redis</c> and a health check. It connects
    /// when first asked for, and goes on trying in the background: a store that is away stops no service.
    /// </summary>
    public static TBuilder AddRedis<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddSingleton<IConnectionMultiplexer>(services =>
            ConnectionMultiplexer.Connect(Options(services.GetRequiredService<IConfiguration>()))
        );
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>(ConnectionName, HealthStatus.Degraded);
        return builder;
    }

    private static ConfigurationOptions Options(IConfiguration configuration)
    {
        var options = ConfigurationOptions.Parse(configuration.GetConnectionString(ConnectionName) ?? "127.0.0.1:6379");
        options.AbortOnConnectFail = false;
        // The first connection is waited for once and this long at most (ms); later ones are made in the background.
        options.ConnectRetry = 1;
        options.ConnectTimeout = 1000;
        options.AsyncTimeout = 2000;
        options.SyncTimeout = 2000;
        options.ReconnectRetryPolicy = new LinearRetry(1000);
        options.ClientName ??= "cameragrid";
        return options;
    }
}
