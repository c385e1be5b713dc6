using CameraGrid.Gateway.Cameras;
using CameraGrid.Gateway.Events;
using CameraGrid.Gateway.History;
using CameraGrid.Gateway.Http;
using CameraGrid.Gateway.Playback;
using CameraGrid.Gateway.Proxy;

namespace CameraGrid.Gateway;

/// <summary>The only door from outside: the page, the camera API, the events, and the way to each stream's owner.</summary>
public static class GatewayService
{
    /// <summary>
    /// Builds the service from command line, environment and <c>.env</c>. Keys: <c>CAMERA_n_*</c>, <c>CAMERAS_FILE</c>,
    /// <c>ConnectionStrings:redis</c>, <c>Gateway:FrontendAddress</c>.
    /// </summary>
    /// <exception cref="CameraGrid.Cameras.CameraConfigurationException">The cameras' configuration is wrong.</exception>
    public static WebApplication Build(string[] args) => Build(args, _ => { });

    internal static WebApplication Build(string[] args, Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddDotEnvFile();
        builder.AddServiceDefaults().AddRedis();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        builder.Services.AddCameraCatalog(builder.Configuration).AddCameraStores();
        builder.Services.AddCameraApi().AddHistory().AddPlayback();
        builder.Services.AddProxies(builder.Configuration);
        configure(builder.Services);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSecurityHeaders();
        app.UseSameOrigin();
        app.MapDefaultEndpoints();
        app.MapOpenApi();
        app.MapCameras();
        app.MapHistory();
        app.MapPlayback();
        app.MapEvents();
        app.MapLive();
        app.MapFrontend();
        return app;
    }
}
