using CameraGrid.ServiceDefaults;
using CameraGrid.Simulator;

return await ServiceProgram.RunAsync(() => SimulatorService.Build(args));
