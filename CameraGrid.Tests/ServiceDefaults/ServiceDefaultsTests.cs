using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CameraGrid.Tests.ServiceDefaults;

public sealed class ServiceDefaultsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_starts_and_stays_alive_without_its_store_and_says_so()
    {
        var watch = Stopwatch.StartNew();
        await using var app = Build("--ConnectionStrings:redis=127.0.0.1:1");
        app.MapDefaultEndpoints();
        await app.StartAsync(Token);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        Assert.Equal("Healthy", await client.GetStringAsync("/alive", Token));
        var health = await client.GetAsync("/health", Token);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal("Degraded", await health.Content.ReadAsStringAsync(Token));
        await app.StopAsync(Token);
    }

    [Fact]
    public async Task Nothing_is_measured_for_nobody()
    {
        await using var app = Build();

        Assert.Null(app.Services.GetService<TracerProvider>());
        Assert.Null(app.Services.GetService<MeterProvider>());
    }

    [Fact]
    public async Task Telemetry_is_there_for_whoever_names_an_endpoint()
    {
        await using var app = Build("--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1");

        Assert.NotNull(app.Services.GetService<TracerProvider>());
        Assert.NotNull(app.Services.GetService<MeterProvider>());
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "notaurl")]
    public void An_endpoint_that_is_no_address_stops_the_start_instead_of_sending_elsewhere(string key, string value)
    {
        var wrong = Assert.Throws<OptionsValidationException>(() => Build($"--{key}={value}"));

        Assert.Equal([$"{key}: expected an address, as in http://127.0.0.1:4317."], wrong.Failures);
    }

    private static WebApplication Build(params string[] args)
    {
        var builder = WebApplication.CreateBuilder([.. args, "--urls=http://127.0.0.1:0"]);
        builder.AddServiceDefaults().AddRedis();
        return builder.Build();
    }
}
