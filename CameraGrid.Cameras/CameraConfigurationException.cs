using Microsoft.Extensions.Options;

namespace CameraGrid.Cameras;

/// <summary>
/// The cameras' configuration is wrong. Carries every error found, each naming its key and none showing a secret.
/// </summary>
public sealed class CameraConfigurationException(IReadOnlyList<string> errors)
    : OptionsValidationException("Cameras", typeof(CameraCatalog), errors)
{
    /// <summary>One sentence each, to be shown to whoever wrote the configuration.</summary>
    public IReadOnlyList<string> Errors => errors;
}
