using CameraGrid.ServiceDefaults;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Faults;
using CameraGrid.Simulator.Rtsp;
using Microsoft.Extensions.Options;

namespace CameraGrid.Simulator;

/// <summary>The configuration section <c>Simulator</c>.</summary>
internal sealed record SimulatorOptions : IValidatedOptions
{
    public const string Section = "Simulator";

    /// <summary>How many of the sixteen cameras to offer.</summary>
    public int Cameras { get; init; } = 16;

    /// <summary>How many cameras <c>light1</c>, <c>light2</c> … to offer besides: sub streams, for benchmarks of many.</summary>
    public int LightCameras { get; init; }

    /// <summary>The address the RTSP server listens on.</summary>
    public string RtspAddress { get; init; } = "127.0.0.1";

    /// <summary>The port of the RTSP server; 0 takes any free one.</summary>
    public int RtspPort { get; init; } = 8554;

    /// <summary>The folder the encoded clips are kept in.</summary>
    public string Cache { get; init; } =
        Path.Combine(
            Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            ),
            "camgrid",
            "clips"
        );

    /// <summary>The FFmpeg that encodes them.</summary>
    public string Ffmpeg { get; init; } = "ffmpeg";

    /// <summary>Whether the cameras' clips are encoded at start; else each when it is first asked for.</summary>
    public bool EncodeAhead { get; init; } = true;

    /// <summary>What every path asks for that <see cref="Protected"/> does not name: none, basic, digest-md5 or digest-sha256.</summary>
    public string Authentication { get; init; } = "none";

    public string Username { get; init; } = "";

    public string Password { get; init; } = "";

    /// <summary>Paths with an authentication of their own; the longest prefix counts.</summary>
    public IReadOnlyList<ProtectedPath> Protected { get; init; } = [];

    /// <summary>Whether each camera has a port of its own besides <see cref="RtspPort"/>: any free one, closed while the camera is away.</summary>
    public bool PortPerCamera { get; init; }

    /// <summary>What is wrong with cameras from the start on (<see cref="FaultSetting"/>).</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <inheritdoc />
    public IEnumerable<string> Validate()
    {
        if (Cameras is < 0 or > 16)
        {
            yield return $"{Section}:Cameras must be between 0 and 16.";
        }

        if (LightCameras is < 0 or > 1000)
        {
            yield return $"{Section}:LightCameras must be between 0 and 1000.";
        }

        if (RtspPort is < 0 or > 65535)
        {
            yield return $"{Section}:RtspPort must be between 0 and 65535.";
        }

        if (!System.Net.IPAddress.TryParse(RtspAddress, out _))
        {
            yield return $"{Section}:RtspAddress must be an IP address.";
        }

        if (!AuthenticationSchemes.TryParse(Authentication, out _))
        {
            yield return $"{Section}:Authentication must be none, basic, digest-md5 or digest-sha256.";
        }

        for (var i = 0; i < Protected.Count; i++)
        {
            if (!Protected[i].Prefix.StartsWith('/'))
            {
                yield return $"{Section}:Protected:{i}:Prefix must start with a slash.";
            }

            if (!AuthenticationSchemes.TryParse(Protected[i].Authentication, out _))
            {
                yield return $"{Section}:Protected:{i}:Authentication must be none, basic, digest-md5 or digest-sha256.";
            }
        }

        foreach (var error in ValidateFaults())
        {
            yield return error;
        }
    }

    private IEnumerable<string> ValidateFaults()
    {
        if (Faults.Count == 0)
        {
            yield break;
        }

        var cameras = new SimulatedCameras(Options.Create(this), TimeProvider.System);
        for (var i = 0; i < Faults.Count; i++)
        {
            if (FaultSetting.Parse(Faults[i], out var error) is not { } setting)
            {
                yield return $"{Section}:Faults:{i}: {error}.";
            }
            else if (cameras.Find($"/{setting.Camera}/{setting.Stream ?? "main"}") is null)
            {
                yield return $"{Section}:Faults:{i}: there is no such camera or stream.";
            }
        }
    }
}

/// <summary>The authentication of all paths below a prefix, such as <c>/cam1</c>.</summary>
internal sealed record ProtectedPath
{
    public string Prefix { get; init; } = "";

    public string Authentication { get; init; } = "none";

    public string Username { get; init; } = "";

    public string Password { get; init; } = "";
}
