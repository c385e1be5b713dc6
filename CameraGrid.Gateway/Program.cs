using CameraGrid.Gateway;
using CameraGrid.Gateway.Auth;
using CameraGrid.ServiceDefaults;

return AccountCommand.IsMeant(args)
    ? await AccountCommand.RunAsync(args)
    : await ServiceProgram.RunAsync(() => GatewayService.Build(args));
