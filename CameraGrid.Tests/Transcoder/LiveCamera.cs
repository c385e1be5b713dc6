namespace CameraGrid.Tests.Transcoder;

/// <summary>One live camera, "cam1", for all tests of a class; and one that is configured and away, "away".</summary>
public sealed class LiveCamera : IAsyncLifetime
{
    private TranscoderUnderTest? _transcoder;

    internal HttpClient Client => _transcoder!.Client;

    public async ValueTask InitializeAsync()
    {
        _transcoder = await TranscoderUnderTest.StartAsync(
            ["/cam1"],
            null,
            ["--CAMERA_2_NAME=Away", "--CAMERA_2_URL=rtsp://127.0.0.1:1/away"]
        );
        await _transcoder.LiveAsync("cam1");
    }

    public ValueTask DisposeAsync() => _transcoder?.DisposeAsync() ?? ValueTask.CompletedTask;
}
