using Microsoft.Extensions.Configuration;

namespace CameraGrid.Cameras.Configuration;

internal sealed record DotEnvConfigurationSource(string Path, bool Optional) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new DotEnvConfigurationProvider(this);
}

/// <summary>
/// Reads the file whenever it is told to. Its errors wait for whoever reports all errors of the configuration together.
/// </summary>
internal sealed class DotEnvConfigurationProvider(DotEnvConfigurationSource source) : ConfigurationProvider
{
    private bool _found;

    /// <summary>What is wrong in the file as it was read last.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>The file, which need not exist.</summary>
    public string Path => source.Path;

    public override void Load()
    {
        if (source.Optional && !_found && !File.Exists(source.Path))
        {
            return;
        }

        try
        {
            var file = DotEnvFile.Parse(File.ReadAllText(source.Path), System.IO.Path.GetFileName(source.Path));
            _found = true;
            Errors = file.Errors;
            Data = file.Values.ToDictionary(
                pair => pair.Key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal),
                pair => (string?)pair.Value,
                StringComparer.OrdinalIgnoreCase
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A file that was there and is gone is rather an editor or a mount at work than the wish to have no cameras.
            Errors = [$"{DotEnvConfiguration.FileKey}: the file \"{source.Path}\" cannot be read: {exception.Message}"];
        }
    }
}
