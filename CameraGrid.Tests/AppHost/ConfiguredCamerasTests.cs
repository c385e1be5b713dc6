using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging.Abstractions;

namespace CameraGrid.Tests.AppHost;

public sealed class ConfiguredCamerasTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("camgrid-apphost-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Configured_cameras_take_the_place_of_the_simulator_and_no_password_is_shown()
    {
        await using var builder = await RunningAppHost.CreateAsync(
            _data,
            """
            CAMERA_1_URL=rtsp://192.0.2.1/main
            CAMERA_1_USERNAME=viewer
            CAMERA_1_PASSWORD=never-shown
            """
        );

        Assert.DoesNotContain(builder.Resources, resource => resource.Name == "simulator");
        foreach (var service in builder.Resources.OfType<ProjectResource>())
        {
            var told = await ExecutionConfigurationBuilder
                .Create(service)
                .WithEnvironmentVariablesConfig()
                .BuildAsync(
                    new DistributedApplicationExecutionContext(DistributedApplicationOperation.Publish),
                    NullLogger.Instance,
                    TestContext.Current.CancellationToken
                );
            Assert.Null(told.Exception);
            var values = told.EnvironmentVariables.Select(variable => variable.Value).ToList();
            Assert.DoesNotContain(values, value => value.Contains("never-shown", StringComparison.Ordinal));
            Assert.Equal(service.Name != "frontend", values.Contains(Path.Combine(_data.FullName, ".env")));
        }
    }
}
