using CameraGrid.Cameras;
using CameraGrid.ServiceDefaults;
using CameraGrid.Transcoder.Cameras;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Hls;
using CameraGrid.Transcoder.Live;
using CameraGrid.Transcoder.Mse;
using CameraGrid.Transcoder.Ownership;
using CameraGrid.Transcoder.Stills;
using CameraGrid.Transcoder.Telemetry;
using CameraGrid.Transcoder.Whep;
using Microsoft.Extensions.Options;

namespace CameraGrid.Transcoder;

/// <summary>Pulls cameras through FFmpeg and serves what they send: LL-HLS, MSE over WebSocket, WebRTC, snapshots and clips.</summary>
public static class TranscoderService
{
    /// <summary>Builds the service from its configuration; <see cref="TranscoderOptions"/> names its keys.</summary>
    /// <exception cref="CameraConfigurationException">The camera configuration has errors; all are in it.</exception>
    public static WebApplication Build(string[] args) => Build(args, configure: null);

    /// <summary>As the other one, with a last word on the services.</summary>
    internal static WebApplication Build(string[] args, Action<IServiceCollection>? configure)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddDotEnvFile();
        builder.AddServiceDefaults();
        builder.AddRedis();
        var services = builder.Services;
        services.AddCameraCatalog(builder.Configuration).AddCameraStores();
        services.AddStoredCameras(builder.Configuration);
        services.AddValidatedOptions<TranscoderOptions>(TranscoderOptions.Section);
        services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = OwnershipKeeper.DrainLimit + ServingEnd.Grace + TimeSpan.FromSeconds(2)
        );
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<TranscoderMetrics>();
        services.AddSingleton<RingBlockPool>();
        services.AddSingleton(provider =>
            LiveOptions.Default with
            {
                Duration = TimeSpan.FromSeconds(
                    provider.GetRequiredService<IOptions<TranscoderOptions>>().Value.RingSeconds
                ),
            }
        );
        services.AddSingleton<LiveStreams>();
        services.AddSingleton<HlsStreams>();
        services.AddSingleton<SnapshotEncoder>();
        services.AddSingleton<FfmpegInstallation>();
        services.AddSingleton<IFfmpegRunner, FfmpegRunner>();
        services.AddSingleton<HealthPublisher>();
        services.AddHostedService(provider => provider.GetRequiredService<HealthPublisher>());
        // Hosted services end in the opposite order: the guard after those it guards.
        services.AddSingleton<ProcessGuard>();
        services.AddHostedService(provider => provider.GetRequiredService<ProcessGuard>());
        // Like viewers over HTTP, those of WebRTC are served until others have the streams.
        services.AddWhep();
        services.AddOwnership();
        services.AddSingleton<StreamSupervisor>();
        services.AddHostedService(provider => provider.GetRequiredService<StreamSupervisor>());

        configure?.Invoke(services);

        var app = builder.Build();
        app.UseServingEnd();
        app.UseWebSockets();
        app.MapDefaultEndpoints();
        app.MapMse();
        app.MapWhep();
        app.MapHls();
        app.MapSnapshot();
        app.MapClip();
        app.MapRestart();
        app.MapNode();
        return app;
    }
}
