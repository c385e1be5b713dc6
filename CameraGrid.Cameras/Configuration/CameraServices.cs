using CameraGrid.Cameras;
using CameraGrid.Cameras.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the cameras and the stores they share.</summary>
public static class CameraServices
{
    /// <summary>
    /// Registers the <see cref="CameraCatalog"/> and the <see cref="Redactor"/> that knows its credentials, read from
    /// <paramref name="configuration"/> (keys <c>CAMERA_n_*</c>), the <c>.env</c> file and the file that <c>CAMERAS_FILE</c> names.
    /// Both follow every edit of the two files.
    /// </summary>
    /// <exception cref="CameraConfigurationException">Anything is wrong; all errors at once.</exception>
    public static IServiceCollection AddCameraCatalog(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration is IConfigurationBuilder builder)
        {
            builder.AddDotEnvFile();
        }

        var catalog = CameraCatalog.FromConfiguration(configuration);
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(catalog)
            .AddSingleton(new Redactor(catalog))
            .AddSingleton<CameraReload>()
            .AddHostedService(provider => provider.GetRequiredService<CameraReload>());
    }

    /// <summary>
    /// Registers <see cref="HealthStore"/>, <see cref="HistoryStore"/>, <see cref="NodeStore"/>, <see cref="OwnerStore"/> and
    /// <see cref="AccountStore"/>. Needs the catalog and an IConnectionMultiplexer.
    /// </summary>
    public static IServiceCollection AddCameraStores(this IServiceCollection services) =>
        services
            .AddSingleton<HealthStore>()
            .AddSingleton<HistoryStore>()
            .AddSingleton<NodeStore>()
            .AddSingleton<OwnerStore>()
            .AddSingleton<AccountStore>();

    /// <summary>
    /// Has the catalog follow the cameras of the camera page, and registers the <see cref="CameraEditor"/> that changes them.
    /// Needs the catalog and an IConnectionMultiplexer.
    /// </summary>
    /// <exception cref="OptionsValidationException">The secret of the keys is wrong.</exception>
    public static IServiceCollection AddStoredCameras(this IServiceCollection services, IConfiguration configuration)
    {
        var errors = new List<string>();
        var secret = KeysSecret.From(configuration, errors);
        if (errors.Count > 0)
        {
            throw new OptionsValidationException("Cameras", typeof(KeysSecret), errors);
        }

        return services
            .AddSingleton(secret)
            .AddSingleton<CameraStore>()
            .AddSingleton<StoredCameras>()
            .AddSingleton<StoredCameraFeed>()
            .AddHostedService(provider => provider.GetRequiredService<StoredCameraFeed>())
            .AddSingleton(provider => new CameraEditor(
                provider.GetRequiredService<CameraStore>(),
                provider.GetRequiredService<CameraCatalog>(),
                provider.GetRequiredService<StoredCameraFeed>(),
                secret
            ));
    }
}
