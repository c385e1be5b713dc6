using Microsoft.Extensions.Configuration;

namespace CameraGrid.Cameras.Configuration;

/// <summary>Reads all cameras from all places, or tells everything that is wrong with them.</summary>
internal static class CameraConfiguration
{
    /// <exception cref="CameraConfigurationException">Anything is wrong.</exception>
    public static CameraSet Read(IConfiguration configuration)
    {
        var errors = new List<string>();
        if (configuration is IConfigurationRoot root)
        {
            errors.AddRange(
                root.Providers.OfType<DotEnvConfigurationProvider>().SelectMany(provider => provider.Errors)
            );
        }

        var entries = new List<CameraEntry>(NumberedCameras.Read(configuration, CameraOrigin.Keys, errors));
        if (configuration[CamerasFile.FileKey] is { Length: > 0 } path)
        {
            entries.AddRange(CamerasFile.Read(path, errors));
        }

        if (entries.Count == 0)
        {
            entries.AddRange(
                NumberedCameras.Read(configuration.GetSection(CameraCatalog.FallbackSection), CameraOrigin.Demo, errors)
            );
        }

        var cameras = new CameraValidation((key, error) => errors.Add($"{key}: {error}")).Check(entries);
        return errors.Count == 0 ? new CameraSet(cameras) : throw new CameraConfigurationException(errors);
    }
}
