using CameraGrid.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Trace;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>The connection to the store.</summary>
public static class RedisExtensions
{
    private const string ConnectionName = "redis";
    private const string DefaultConnection = "127.0.0.1:6379";

    /// <summary>
    /// Registers an <see cref="IConnectionMultiplexer"/> for <c>ConnectionStrings:redis</c> and a health check. It connects
    /// when first asked for, and goes on trying in the background: a store that is away stops no service.
    /// </summary>
    public static TBuilder AddRedis<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
#if ASPIRE_PACKAGES
        builder.AddRedisClient(
            ConnectionName,
            settings =>
            {
                settings.ConnectionString ??= DefaultConnection;
                // Its own check calls a missing store unhealthy; and it would connect, and wait, while the service starts.
                settings.DisableHealthChecks = true;
                settings.DisableAutoActivation = true;
                // What is traced stands below, with Aspire and without.
                settings.DisableTracing = true;
            },
            Configure
        );
#else
        builder.Services.AddSingleton<IConnectionMultiplexer>(services =>
        {
            var options = ConfigurationOptions.Parse(ConnectionOf(services.GetRequiredService<IConfiguration>()));
            Configure(options);
            return ConnectionMultiplexer.Connect(options);
        });
#endif
        // Only where tracing is set up. A command is worth a span where a request waits for it. What a service does by itself,
        // such as renewing hundreds of records every few seconds, is told by health and by the log where it fails.
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing =>
            tracing.AddRedisInstrumentation(redis =>
                redis.Filter = command => command.ParentActivity is { Recorded: true }
            )
        );
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>(ConnectionName, HealthStatus.Degraded);
        return builder;
    }

    /// <summary>The store that is configured, as StackExchange.Redis reads it.</summary>
    public static string ConnectionOf(IConfiguration configuration) =>
        configuration.GetConnectionString(ConnectionName) ?? DefaultConnection;

    private static void Configure(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false;
        // The first connection is waited for once and this long at most (ms); later ones are made in the background.
        options.ConnectRetry = 1;
        options.ConnectTimeout = 1000;
        options.AsyncTimeout = 2000;
        options.SyncTimeout = 2000;
        options.ReconnectRetryPolicy = new LinearRetry(1000);
        options.ClientName ??= "cameragrid";
    }
}
