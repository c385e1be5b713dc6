using CameraGrid.AppHost;
using CameraGrid.AppHost.Cameras;
using CameraGrid.AppHost.Commands;
using CameraGrid.AppHost.Publishing;
using CameraGrid.AppHost.Store;
using CameraGrid.ServiceDefaults;

return await ServiceProgram.RunAsync(async () =>
{
    var builder = DistributedApplication.CreateBuilder(args);
    builder.AddPublisher();

    var redis = await builder.AddStoreAsync();
    var cameras = builder.AddCameras();

    var frontend = builder
        .AddProject<Projects.CameraGrid_Frontend>("frontend")
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health")
        .PublishAsImage("frontend");

    var transcoders = builder.AddTranscoders(transcoder =>
        transcoder
            .WithHttpEndpoint()
            .WithHttpHealthCheck("/health")
            .WithReference(redis)
            .WaitFor(redis)
            .WithCameras(cameras)
            .PublishAsImage("transcoder")
    );

    builder
        .AddProject<Projects.CameraGrid_Gateway>("gateway")
        .WithHttpEndpoint(port: 8000)
        .WithExternalHttpEndpoints()
        .WithHttpHealthCheck("/health")
        .WithReference(redis)
        .WaitFor(redis)
        .WithReference(frontend)
        .WaitFor(frontend)
        .WithCameras(cameras)
        .WithHostNames(cameras.Settings)
        .WithLinks()
        .WithStreamRestart(transcoders)
        .PublishAsImage("gateway", port: 8000);

    await builder.Build().RunAsync();
});
