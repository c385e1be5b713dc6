using CameraGrid.Gateway.Auth;
using CameraGrid.ServiceDefaults;
using CameraGrid.Standalone;

if (AccountCommand.IsMeant(args))
{
    return await StandaloneAccounts.RunAsync(args);
}

return await ServiceProgram.RunAsync(async () =>
{
    await using var host = await StandaloneHost.StartAsync(args);
    Console.WriteLine(host.Greeting);
    await host.WaitForShutdownAsync();
});
