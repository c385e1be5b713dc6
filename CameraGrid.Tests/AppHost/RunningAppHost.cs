using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using CameraGrid.Tests.EndToEnd;
using Microsoft.Extensions.DependencyInjection;

namespace CameraGrid.Tests.AppHost;

/// <summary>One AppHost for all tests of this folder, and none beside them: it starts a program for each service.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedAppHost : ICollectionFixture<RunningAppHost>
{
    public const string Name = "The AppHost";
}

/// <summary>The AppHost as it runs without a container runtime and without a camera: redis-server, simulated cameras.</summary>
public sealed class RunningAppHost : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("camgrid-apphost-");
    private DistributedApplication? _app;

    internal DistributedApplication App => _app!;

    /// <summary>The file that its programs are told of, which no other's are.</summary>
    internal string DotEnv => Path.Combine(_data.FullName, ".env");

    /// <summary>What the gateway says of the cameras.</summary>
    internal CameraStates Cameras { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var builder = await CreateAsync(_data, "", "--Parameters:transcoders=2");
        var simulator = builder.Resources.OfType<ProjectResource>().Single(resource => resource.Name == "simulator");
        builder
            .CreateResourceBuilder(simulator)
            .WithEnvironment("Simulator__Cache", Path.Combine(Path.GetTempPath(), "camgrid-tests", "clips"));
        _app = await builder.BuildAsync(limit.Token);
        await _app.StartAsync(limit.Token);
        await Task.WhenAll(
            _app.Services.GetRequiredService<DistributedApplicationModel>()
                .GetProjectResources()
                .Select(project => _app.ResourceNotifications.WaitForResourceHealthyAsync(project.Name, limit.Token))
        );
        Cameras = new CameraStates(_app.GetEndpoint("gateway", "http"));
    }

    public async ValueTask DisposeAsync()
    {
        Cameras?.Dispose();
        await (_app?.DisposeAsync() ?? ValueTask.CompletedTask);
        _data.Delete(recursive: true);
    }

    /// <summary>Makes the AppHost, and starts nothing.</summary>
    /// <param name="data">Where it keeps everything.</param>
    /// <param name="dotEnv">What stands in the file <c>.env</c>, so that it is not the developer's own.</param>
    /// <param name="args">Its command line.</param>
    internal static async Task<IDistributedApplicationTestingBuilder> CreateAsync(
        DirectoryInfo data,
        string dotEnv,
        params string[] args
    )
    {
        var file = Path.Combine(data.FullName, ".env");
        await File.WriteAllTextAsync(file, dotEnv, TestContext.Current.CancellationToken);
        return await DistributedApplicationTestingBuilder.CreateAsync<Projects.CameraGrid_AppHost>(
            [$"--CAMGRID_DATA={data.FullName}", $"--CAMGRID_ENV_FILE={file}", .. args],
            TestContext.Current.CancellationToken
        );
    }
}
