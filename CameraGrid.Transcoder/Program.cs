using CameraGrid.ServiceDefaults;
using CameraGrid.Transcoder;

return await ServiceProgram.RunAsync(() => TranscoderService.Build(args));
