using CameraGrid.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service of CameraGrid has.</summary>
public static class ServiceDefaultsExtensions
{
    private const string Live = "live";

    private static readonly Dictionary<string, string?> QuietLevels = new()
    {
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Information",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
        ["Logging:LogLevel:Polly"] = "Warning",
        // Each try to reach a store that is away would be lines of its own; what notices that it is away tells it once.
        ["Logging:LogLevel:StackExchange.Redis"] = "Error",
        // Each request to a service that is away would be a warning with a stack; the answer tells it, and so do the feeds.
        ["Logging:LogLevel:Yarp"] = "Error",
    };

    /// <summary>
    /// Quiet console logs, OpenTelemetry (exported only where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set), health checks,
    /// service discovery, HTTP clients that retry.
    /// </summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddConsoleLogging();
        builder.AddTelemetry();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(client =>
        {
            client.AddStandardResilienceHandler();
            client.AddServiceDiscovery();
        });
        builder.Services.AddProblemDetails();
        return builder;
    }

    /// <summary>
    /// <c>/alive</c>: the process answers. <c>/health</c>: it and all it needs are well; degraded still answers 200. Nobody has
    /// to sign in for either.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) })
            .AllowAnonymous()
            .DisableHttpMetrics();
        app.MapHealthChecks("/health").AllowAnonymous().DisableHttpMetrics();
        return app;
    }

    private static void AddConsoleLogging(this IHostApplicationBuilder builder)
    {
        // Lowest of all sources, so that any configuration wins over it.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = QuietLevels });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
        builder.Logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
    }
}
