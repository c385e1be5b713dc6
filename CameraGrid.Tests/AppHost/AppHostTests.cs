using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using CameraGrid.AppHost.Commands;
using CameraGrid.Tests.EndToEnd;
using Microsoft.Extensions.DependencyInjection;

namespace CameraGrid.Tests.AppHost;

[Collection(SharedAppHost.Name)]
public sealed class AppHostTests(RunningAppHost host)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sixteen_cameras_are_live_through_the_gateway()
    {
        await host.Cameras.AllLiveAsync(Product.Sixteen);

        var page = await host.Cameras.Client.GetStringAsync("/", Token);
        Assert.Contains("<title>CameraGrid</title>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_restarted_from_the_dashboard()
    {
        await host.Cameras.AllLiveAsync(["cam1"]);

        var done = await ExecuteAsync("gateway", StreamCommands.Restart, (StreamCommands.Stream, "cam1/sub"));
        var unknown = await ExecuteAsync("gateway", StreamCommands.Restart, (StreamCommands.Stream, "cam99/main"));

        Assert.True(done.Success, done.Message);
        Assert.EndsWith("pulls cam1/sub anew.", done.Message, StringComparison.Ordinal);
        Assert.False(unknown.Success);
        await host.Cameras.AllLiveAsync(["cam1"]);
    }

    [Fact]
    public async Task A_fault_is_run_on_a_simulated_camera_and_cleared_from_the_dashboard()
    {
        await host.Cameras.AllLiveAsync(["cam3"]);

        var run = await ExecuteAsync(
            "simulator",
            FaultCommands.Run,
            (FaultCommands.Camera, "cam3"),
            (FaultCommands.Kind, "status-503"),
            (FaultCommands.Seconds, "600")
        );
        Assert.True(run.Success, run.Message);
        await ExecuteAsync("gateway", StreamCommands.Restart, (StreamCommands.Stream, "cam3/main"));
        await host.Cameras.UntilAsync(["cam3"], (name, stream) => name != "cam3/main" || stream.State == "backoff");

        var cleared = await ExecuteAsync("simulator", FaultCommands.Clear, (FaultCommands.Camera, "cam3"));
        Assert.True(cleared.Success, cleared.Message);
        await host.Cameras.AllLiveAsync(["cam3"]);
    }

    [Fact]
    public void The_dashboard_links_to_the_grid_and_to_its_health()
    {
        Assert.True(host.App.ResourceNotifications.TryGetCurrentState("gateway", out var gateway));
        var links = gateway
            .Snapshot.Urls.Where(url => !url.IsInternal)
            .Select(url => (url.DisplayProperties.DisplayName, new Uri(url.Url).AbsolutePath));

        Assert.Equal([("Health", "/status"), ("The grid", "/")], links.Order());
    }

    [Fact]
    public void Only_the_gateway_is_reached_from_outside()
    {
        var open = host
            .App.Services.GetRequiredService<DistributedApplicationModel>()
            .Resources.Where(resource => resource.Annotations.OfType<EndpointAnnotation>().Any(end => end.IsExternal));

        Assert.Equal("gateway", Assert.Single(open).Name);
    }

    private async Task<ExecuteCommandResult> ExecuteAsync(
        string resource,
        string command,
        params (string Name, string Value)[] arguments
    ) =>
        await host.App.ResourceCommands.ExecuteCommandAsync(
            resource,
            command,
            new InteractionInputCollection([
                .. arguments.Select(argument => new InteractionInput
                {
                    Name = argument.Name,
                    InputType = InputType.Text,
                    Value = argument.Value,
                }),
            ]),
            Token
        );
}
