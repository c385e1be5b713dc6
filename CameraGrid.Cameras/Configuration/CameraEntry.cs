namespace CameraGrid.Cameras.Configuration;

/// <summary>One value as it was written, and the key to name in an error.</summary>
internal readonly record struct Setting(string Key, string? Value)
{
    public bool IsSet => !string.IsNullOrWhiteSpace(Value);
}

/// <summary>A camera as it was written, not yet checked.</summary>
/// <param name="Origin">Where.</param>
/// <param name="FallbackId">The id of a camera whose name gives none.</param>
internal sealed record CameraEntry(
    CameraOrigin Origin,
    string FallbackId,
    Setting Id,
    Setting Name,
    Setting Url,
    Setting SubUrl,
    Setting Username,
    Setting Password,
    Setting Transport,
    Setting Enabled
);
