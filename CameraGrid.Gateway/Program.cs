using CameraGrid.Gateway;
using CameraGrid.ServiceDefaults;

return await ServiceProgram.RunAsync(() => GatewayService.Build(args));
