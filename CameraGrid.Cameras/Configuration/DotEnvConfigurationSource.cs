using Microsoft.Extensions.Configuration;

namespace CameraGrid.Cameras.Configuration;

internal sealed record DotEnvConfigurationSource(string Path, bool Optional) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new DotEnvConfigurationProvider(this);
}

/// <summary>Reads the file once. Its errors wait for whoever reports all errors of the configuration together.</summary>
internal sealed class DotEnvConfigurationProvider(DotEnvConfigurationSource source) : ConfigurationProvider
{
    public IReadOnlyList<string> Errors { get; private set; } = [];

    public override void Load()
    {
        if (source.Optional && !File.Exists(source.Path))
        {
            return;
        }

        try
        {
            var file = DotEnvFile.Parse(File.ReadAllText(source.Path), System.IO.Path.GetFileName(source.Path));
            Errors = file.Errors;
            foreach (var (key, value) in file.Values)
            {
                Data[key.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = value;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Errors = [$"{DotEnvConfiguration.FileKey}: the file \"{source.Path}\" cannot be read: {exception.Message}"];
        }
    }
}
