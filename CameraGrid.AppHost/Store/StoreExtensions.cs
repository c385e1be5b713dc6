using CameraGrid.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CameraGrid.AppHost.Store;

/// <summary>The store of the services.</summary>
internal static class StoreExtensions
{
    // The connection's name in every service.
    private const string Name = "redis";
    private const string DataKey = "CAMGRID_DATA";

    /// <summary>
    /// Redis in a container, its data in a volume. Where no container runtime answers, <c>redis-server</c> as a program, its
    /// data below <c>CAMGRID_DATA</c> (<c>data</c> in the repository by default).
    /// </summary>
    /// <exception cref="OptionsValidationException">There is neither.</exception>
    public static async Task<IResourceBuilder<IResourceWithConnectionString>> AddStoreAsync(
        this IDistributedApplicationBuilder builder
    )
    {
        if (builder.ExecutionContext.IsPublishMode || await Programs.RunsContainersAsync())
        {
            return builder.AddRedis(Name).WithDataVolume("cameragrid-redis");
        }

        if (!await Programs.HasRedisAsync())
        {
            throw new OptionsValidationException(
                "AppHost",
                typeof(StoreExtensions),
                ["There is no store: start Docker or Podman, or install Redis (redis-server)."]
            );
        }

        var data = Path.GetFullPath(builder.Configuration[DataKey] ?? "data", builder.Root());
        var store = builder.AddRedisServer(Path.Combine(data, "redis"));
        Console.WriteLine(
            "No container runtime answers (docker, podman), so redis-server runs as a program. "
                + $"Its data: {store.Resource.WorkingDirectory}"
        );
        return store;
    }

    private static IResourceBuilder<RedisServerResource> AddRedisServer(
        this IDistributedApplicationBuilder builder,
        string data
    )
    {
        var folder = SocketFolder.Create();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        Directory.CreateDirectory(data);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var redis = new RedisServerResource(Name, data, folder.Socket);
        builder.Services.AddHealthChecks().AddRedis(redis.ConnectionString, Name);
        return builder
            .AddResource(redis)
            .WithArgs("--port", "0", "--unixsocket", folder.Socket, "--dir", data, "--appendonly", "yes", "--save", "")
            .WithHealthCheck(Name)
            .WithIconName("Database");
    }
}
