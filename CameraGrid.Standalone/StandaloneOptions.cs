using System.Net;
using CameraGrid.Cameras;
using CameraGrid.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace CameraGrid.Standalone;

/// <summary>What the standalone program itself is told.</summary>
/// <param name="Url">Where the grid answers, as in <c>http://127.0.0.1:8000</c>; port 0 takes any free one.</param>
/// <param name="Hosts">The names that requests may call the grid by, as <c>AllowedHosts</c> spells them.</param>
/// <param name="Data">The folder for all that outlives the process.</param>
/// <param name="HasCameras">Whether any camera is configured; the simulated ones take their place otherwise.</param>
/// <param name="NeedsAccount">It may only start where there is an account: other machines reach it.</param>
internal sealed record StandaloneOptions(Uri Url, string Hosts, string Data, bool HasCameras, bool NeedsAccount)
{
    public const string UrlKey = "CAMGRID_URL";
    public const string DataKey = "CAMGRID_DATA";

    /// <summary>Whether other machines may reach the grid.</summary>
    public bool IsRemote => !HostNames.IsLoopback(Url.Host);

    /// <exception cref="OptionsValidationException">Anything is wrong, the cameras included; all errors at once.</exception>
    public static StandaloneOptions Read(IConfiguration configuration)
    {
        var errors = new List<string>();
        var url = Text(configuration[UrlKey], "http://127.0.0.1:8000");
        var allowRemote = OpenAccess.IsAllowed(configuration, errors);
        if (Check(url) is { } error)
        {
            errors.Add($"{UrlKey}: {error}");
        }

        var password = FirstAccount.PasswordFrom(configuration, errors);
        _ = KeysSecret.From(configuration, errors);

        var hasCameras = false;
        try
        {
            hasCameras = CameraCatalog.FromConfiguration(configuration).Cameras.Count > 0;
        }
        catch (CameraConfigurationException exception)
        {
            errors.AddRange(exception.Errors);
        }

        return errors.Count == 0
            ? new StandaloneOptions(
                new Uri(url),
                HostsOf(new Uri(url), configuration[HostNames.Key]),
                DataOf(configuration),
                hasCameras,
                NeedsAccount: !HostNames.IsLoopback(new Uri(url).Host) && !allowRemote && password is null
            )
            : throw new OptionsValidationException("Standalone", typeof(StandaloneOptions), errors);
    }

    /// <summary>The full path of the folder for all that outlives the process.</summary>
    public static string DataOf(IConfiguration configuration) => Path.GetFullPath(Text(configuration[DataKey], "data"));

    private static string Text(string? value, string fallback) =>
        string.IsNullOrWhiteSpace(value) ? fallback : value.Trim();

    private static string HostsOf(Uri url, string? more) =>
        string.Join(
            ';',
            new[] { HostNames.Loopback, IsAny(url) ? string.Join(';', ThisMachine.Hosts) : url.Host, more }.Where(
                hosts => !string.IsNullOrWhiteSpace(hosts)
            )
        );

    private static string? Check(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != "http" || url.PathAndQuery != "/")
        {
            return "expected http://address:port, as in http://127.0.0.1:8000.";
        }

        if (url.UserInfo.Length > 0)
        {
            return "must not hold a user or password.";
        }

        if (url.HostNameType is UriHostNameType.Dns && url.Host != "localhost")
        {
            return "expected an address, not a name; names that lead here go into AllowedHosts.";
        }

        return url is { Host: "localhost", Port: 0 } ? "port 0 needs an address: http://127.0.0.1:0." : null;
    }

    /// <summary>Whether it stands for all addresses of the machine, which is nothing to call it by.</summary>
    public static bool IsAny(Uri url) =>
        IPAddress.TryParse(url.IdnHost, out var address)
        && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
}
