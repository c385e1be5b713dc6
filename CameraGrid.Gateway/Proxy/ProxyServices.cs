namespace CameraGrid.Gateway.Proxy;

internal static class ProxyServices
{
    public static IServiceCollection AddProxies(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<GatewayOptions>()
            .Bind(configuration.GetSection("Gateway"))
            .Validate(
                options => options.FrontendAddress is { IsAbsoluteUri: true, Scheme: "http" or "https" },
                "Gateway:FrontendAddress: expected http://host[:port]."
            )
            .ValidateOnStart();
        services.AddHttpForwarder();
        return services
            .AddSingleton<Upstreams>()
            .AddSingleton<ProxyForwarding>()
            .AddSingleton<LiveForwarding>()
            .AddSingleton<WhepSessions>()
            .AddSingleton<NodeDirectory>()
            .AddSingleton<OwnerDirectory>()
            .AddHostedService<NodeFeed>()
            .AddHostedService<OwnerFeed>();
    }
}
