using CameraGrid.ServiceDefaults;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;
using CameraGrid.Simulator.Faults;
using CameraGrid.Simulator.Rtsp;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CameraGrid.Simulator;

/// <summary>Cameras that do not exist: an RTSP server with pictures FFmpeg generates, for the demo, the tests and the benchmarks.</summary>
public static class SimulatorService
{
    /// <summary>Builds the service: the RTSP server, and its list of cameras over HTTP.</summary>
    /// <param name="args">Configuration as command-line arguments, such as <c>--Simulator:RtspPort=0</c>.</param>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        AddServices(builder);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapCameras();
        app.MapFaults();
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddValidatedOptions<SimulatorOptions>(SimulatorOptions.Section);
        services.AddSingleton<ClipStore>();
        services.AddSingleton<RtspAuthentication>();
        services.AddSingleton(provider => new SimulatedCameras(
            provider.GetRequiredService<IOptions<SimulatorOptions>>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<CameraFaults>();
        services.AddSingleton(provider => new RtspServer(
            provider.GetRequiredService<SimulatedCameras>(),
            provider.GetRequiredService<CameraFaults>(),
            provider.GetRequiredService<ClipStore>(),
            provider.GetRequiredService<RtspAuthentication>(),
            provider.GetRequiredService<IOptions<SimulatorOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RtspServer>>()
        ));
        services.AddHostedService(provider => provider.GetRequiredService<RtspServer>());
        services.AddHostedService<ClipPreparation>();
    }
}
