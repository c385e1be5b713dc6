namespace CameraGrid.Gateway;

/// <summary>Configuration section <c>Gateway</c>.</summary>
internal sealed class GatewayOptions
{
    /// <summary>Where the frontend answers; a host that is the name of a service is looked up by service discovery.</summary>
    public Uri FrontendAddress { get; set; } = new("http://frontend");
}
