using CameraGrid.Transcoder;

await TranscoderService.Build(args).RunAsync();
