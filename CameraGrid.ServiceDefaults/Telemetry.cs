using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CameraGrid.ServiceDefaults;

/// <summary>OpenTelemetry over OTLP, for whoever set an endpoint; nothing at all otherwise.</summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string OwnNames = "CameraGrid.*";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Configuration[Endpoint]))
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName)
            )
            .WithMetrics(metrics =>
                metrics
                    .AddMeter(OwnNames)
                    .AddRuntimeInstrumentation()
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
            )
            .WithTracing(tracing =>
                tracing
                    .AddSource(OwnNames)
                    .AddAspNetCoreInstrumentation(asp => asp.Filter = IsWorthATrace)
                    .AddHttpClientInstrumentation()
            )
            .UseOtlpExporter();
    }

    // Probes come every few seconds, media requests many times a second: neither tells anything as a trace.
    private static bool IsWorthATrace(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/alive")
        && !context.Request.Path.StartsWithSegments("/health")
        && !context.Request.Path.StartsWithSegments("/live");
}
