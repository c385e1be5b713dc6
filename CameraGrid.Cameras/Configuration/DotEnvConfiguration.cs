using CameraGrid.Cameras.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Microsoft.Extensions.Configuration;

/// <summary>A <c>.env</c> file as a source of configuration.</summary>
public static class DotEnvConfiguration
{
    /// <summary>The key that names another file than <c>.env</c> in the working directory.</summary>
    public const string FileKey = "CAMGRID_ENV_FILE";

    /// <summary>
    /// Adds the <c>.env</c> file of the working directory, or the one that <c>CAMGRID_ENV_FILE</c> names. The environment and
    /// the command line win over it; nothing of it enters the environment of this process or of those it starts.
    /// A second call does nothing. What is wrong in the file is told when the cameras are read.
    /// </summary>
    public static IConfigurationBuilder AddDotEnvFile(this IConfigurationBuilder builder)
    {
        if (builder.Sources.OfType<DotEnvConfigurationSource>().Any())
        {
            return builder;
        }

        // The file may be named on the command line or in the environment, so these are read first.
        var named = (builder as IConfiguration ?? builder.Build())[FileKey];
        var source = string.IsNullOrWhiteSpace(named)
            ? new DotEnvConfigurationSource(".env", Optional: true)
            : new DotEnvConfigurationSource(named, Optional: false);
        builder.Sources.Insert(IndexBelowEnvironment(builder.Sources), source);
        return builder;
    }

    private static int IndexBelowEnvironment(IList<IConfigurationSource> sources)
    {
        for (var index = sources.Count - 1; index >= 0; index--)
        {
            if (sources[index] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
            {
                return index;
            }
        }

        return 0;
    }
}
