using CameraGrid.ServiceDefaults;
using CameraGrid.Standalone;

return await ServiceProgram.RunAsync(async () =>
{
    await using var host = await StandaloneHost.StartAsync(args);
    Console.WriteLine(host.Greeting);
    await host.WaitForShutdownAsync();
});
