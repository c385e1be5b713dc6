using System.Globalization;

namespace CameraGrid.Bench.Harness;

/// <summary>A camera to configure.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">The RTSP address of its main stream.</param>
/// <param name="SubUrl">That of its sub stream, which is what a tile shows; or null.</param>
internal sealed record BenchCamera(string Id, Uri Url, Uri? SubUrl = null)
{
    /// <summary>The environment of a process that knows these cameras and no others.</summary>
    public static Dictionary<string, string?> Variables(IReadOnlyList<BenchCamera> cameras)
    {
        // Whoever runs the benchmark may have cameras of their own configured.
        var variables = Environment
            .GetEnvironmentVariables()
            .Keys.Cast<string>()
            .Where(name => name.StartsWith("CAMERA", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(name => name, _ => (string?)null);
        for (var i = 0; i < cameras.Count; i++)
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            variables[$"CAMERA_{number}_ID"] = cameras[i].Id;
            variables[$"CAMERA_{number}_URL"] = cameras[i].Url.AbsoluteUri;
            variables[$"CAMERA_{number}_SUB_URL"] = cameras[i].SubUrl?.AbsoluteUri;
        }

        return variables;
    }
}
