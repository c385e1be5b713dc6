namespace CameraGrid.Frontend;

/// <summary>The static host of the page.</summary>
public static class FrontendService
{
    /// <summary>
    /// Serves the built page from the folder <c>dist</c> beside the program, or from <c>Frontend:Dist</c>. It starts
    /// without one too, and then answers how to build it.
    /// </summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        var folder = builder.Configuration["Frontend:Dist"] ?? Path.Combine(AppContext.BaseDirectory, "dist");
        builder.Services.AddSingleton(new BuiltPage(folder));

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapPage();
        return app;
    }
}
