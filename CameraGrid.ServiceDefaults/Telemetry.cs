using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CameraGrid.ServiceDefaults;

/// <summary>OpenTelemetry over OTLP, for whoever set an endpoint; nothing at all otherwise.</summary>
/// <remarks>
/// The variables are those of the specification ("OpenTelemetry Environment Variable Specification" and "OpenTelemetry
/// Protocol Exporter"), from any source of configuration. Meters and sources belong to the process, not to a service in it:
/// where one process is several services, only one of them may export metrics and traces, or all would export everything.
/// </remarks>
internal static class Telemetry
{
    private const string OwnNames = "CameraGrid.*";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var (logs, metrics, traces) = (
            IsExported(builder.Configuration, "LOGS"),
            IsExported(builder.Configuration, "METRICS"),
            IsExported(builder.Configuration, "TRACES")
        );
        if (!logs && !metrics && !traces)
        {
            return;
        }

        CheckEndpoints(builder.Configuration);
        if (logs)
        {
            builder.Logging.AddOpenTelemetry(logging =>
            {
                logging.IncludeFormattedMessage = true;
                logging.IncludeScopes = true;
                logging.AddOtlpExporter();
            });
        }

        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
                // What the environment says of the service wins.
                resource.AddService(builder.Environment.ApplicationName).AddEnvironmentVariableDetector()
            );
        if (metrics)
        {
            telemetry.WithMetrics(provider =>
                provider
                    .AddMeter(OwnNames)
                    .AddRuntimeInstrumentation()
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddOtlpExporter()
            );
        }

        if (traces)
        {
            telemetry.WithTracing(provider =>
                provider
                    .AddSource(OwnNames)
                    .AddAspNetCoreInstrumentation(asp => asp.Filter = context => IsWorthATrace(context.Request.Path))
                    .AddHttpClientInstrumentation()
                    .AddOtlpExporter()
            );
        }
    }

    /// <summary>
    /// Probes come every few seconds, a player's playlists and parts of HLS many times a second: neither tells anything as a
    /// trace. What is not traced here is not traced further on either, since the services behind follow the Gateway.
    /// </summary>
    private static bool IsWorthATrace(PathString path) =>
        !path.StartsWithSegments("/alive")
        && !path.StartsWithSegments("/health")
        && !(path.StartsWithSegments("/live", out var media) && IsHls(media.Value!));

    private static bool IsHls(string media) =>
        media.EndsWith(".m3u8", StringComparison.Ordinal)
        || media.EndsWith(".m4s", StringComparison.Ordinal)
        || media[(media.LastIndexOf('/') + 1)..].StartsWith("init-", StringComparison.Ordinal);

    // The exporter would send to its default address instead, and tell nobody.
    private static void CheckEndpoints(IConfiguration configuration)
    {
        string[] signals = ["", "LOGS_", "METRICS_", "TRACES_"];
        var wrong = signals
            .Select(signal => $"OTEL_EXPORTER_OTLP_{signal}ENDPOINT")
            .Where(key => !string.IsNullOrWhiteSpace(configuration[key]) && !IsWebAddress(configuration[key]!))
            .Select(key => $"{key}: expected an address, as in http://127.0.0.1:4317.")
            .ToList();
        if (wrong.Count > 0)
        {
            throw new OptionsValidationException("Telemetry", typeof(Telemetry), wrong);
        }
    }

    private static bool IsWebAddress(string text) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    private static bool IsExported(IConfiguration configuration, string signal) =>
        configuration[$"OTEL_{signal}_EXPORTER"] != "none"
        && (
            !string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])
            || !string.IsNullOrWhiteSpace(configuration[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"])
        );
}
