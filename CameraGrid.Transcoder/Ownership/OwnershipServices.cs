namespace CameraGrid.Transcoder.Ownership;

internal static class OwnershipServices
{
    /// <summary>
    /// To be added before whatever pulls streams, which then is down before they are released, and after whatever it needs.
    /// </summary>
    public static IServiceCollection AddOwnership(this IServiceCollection services) =>
        services
            .AddSingleton<LeaseClock>()
            .AddSingleton<ServingEnd>()
            .AddSingleton<Peers>()
            .AddSingleton<OwnershipKeeper>()
            .AddSingleton<IStreamRoles>(provider => provider.GetRequiredService<OwnershipKeeper>())
            .AddHostedService(provider => provider.GetRequiredService<OwnershipKeeper>());

    /// <summary>Cuts off whoever has not gone in time at the end.</summary>
    public static void UseServingEnd(this WebApplication app)
    {
        var serving = app.Services.GetRequiredService<ServingEnd>();
        app.Use(
            async (context, next) =>
            {
                using var cut = serving.Cut.UnsafeRegister(request => ((HttpContext)request!).Abort(), context);
                await next(context);
            }
        );
    }
}
