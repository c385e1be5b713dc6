using System.Net;
using Microsoft.Extensions.Configuration;

namespace CameraGrid.Cameras;

/// <summary>Whether, while there is no account, everybody may come in who reaches the grid from another machine.</summary>
public static class OpenAccess
{
    /// <summary>Says so.</summary>
    public const string AllowRemoteKey = "CAMGRID_ALLOW_REMOTE";

    /// <summary>Where Compose publishes the port of a container, as in <c>127.0.0.1:8000</c>.</summary>
    public const string PublishKey = "CAMGRID_PUBLISH";

    // Set by the base image.
    private const string InContainerKey = "DOTNET_RUNNING_IN_CONTAINER";

    /// <param name="configuration">Where the keys are looked up.</param>
    /// <param name="errors">Takes what is wrong, with its key.</param>
    public static bool IsAllowed(IConfiguration configuration, ICollection<string> errors)
    {
        var text = configuration[AllowRemoteKey]?.Trim();
        if (!bool.TryParse(string.IsNullOrEmpty(text) ? "false" : text, out var isAllowed))
        {
            errors.Add($"{AllowRemoteKey}: expected true or false.");
        }

        return isAllowed || IsPublishedHere(configuration);
    }

    // A container listens on all of its addresses, which says nothing; where its port is published does.
    private static bool IsPublishedHere(IConfiguration configuration) =>
        configuration[InContainerKey] == "true"
        && IPEndPoint.TryParse(configuration[PublishKey] ?? "", out var published)
        && IPAddress.IsLoopback(published.Address);
}
