using CameraGrid.Frontend;
using CameraGrid.ServiceDefaults;

return await ServiceProgram.RunAsync(() => FrontendService.Build(args));
