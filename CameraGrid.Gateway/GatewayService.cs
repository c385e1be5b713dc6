using CameraGrid.Gateway.Auth;
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
    /// <c>ConnectionStrings:redis</c>, <c>Gateway:FrontendAddress</c>, <c>CAMGRID_ADMIN_PASSWORD</c>,
    /// <c>CAMGRID_ADMIN_PASSWORD_FILE</c>, <c>CAMGRID_ALLOW_REMOTE</c>, <c>CAMGRID_KEYS_SECRET</c>,
    /// <c>CAMGRID_KEYS_SECRET_FILE</c>.
    /// </summary>
    /// <exception cref="CameraGrid.Cameras.CameraConfigurationException">The cameras' configuration is wrong.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Other configuration is wrong.</exception>
    public static WebApplication Build(string[] args) => Build(args, _ => { });

    /// <summary>Whether a service that runs lets everybody in, since there is no account.</summary>
    public static bool IsOpen(WebApplication service) =>
        service.Services.GetRequiredService<Access>().Mode is AccessMode.Open;

    internal static WebApplication Build(string[] args, Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddDotEnvFile();
        builder.AddServiceDefaults().AddRedis();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        builder.Services.AddCameraCatalog(builder.Configuration).AddCameraStores();
        builder.Services.AddStoredCameras(builder.Configuration);
        builder.Services.AddCameraApi().AddHistory().AddPlayback();
        builder.Services.AddProxies(builder.Configuration);
        builder.Services.AddSignIn(builder.Configuration);
        configure(builder.Services);

        var app = builder.Build();
        UseProxysWord(app);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSecurityHeaders();
        app.UseSameOrigin();
        app.UseSignIn();
        app.MapDefaultEndpoints();
        app.MapOpenApi();
        app.MapCameras();
        app.MapCameraSettings();
        app.MapHistory();
        app.MapPlayback();
        app.MapEvents();
        app.MapSignIn();
        app.MapOwnPassword();
        app.MapUsers();
        app.MapKiosks();
        app.MapRestOfApi();
        app.MapLive();
        app.MapFrontend();
        return app;
    }

    // By ASPNETCORE_FORWARDEDHEADERS_ENABLED the framework does it, for any proxy; a second time would believe what a client
    // claims to be a proxy's word.
    private static void UseProxysWord(WebApplication app)
    {
        if (!app.Configuration.GetValue<bool>("ForwardedHeaders_Enabled"))
        {
            app.UseForwardedHeaders();
        }
    }
}
