using CameraGrid.Tests.Support;
using CameraGrid.Transcoder;
using CameraGrid.Transcoder.Ffmpeg;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class FfmpegInstallationTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_good_FFmpeg_is_asked_once()
    {
        using var fake = new FakeFfmpeg("exit 1");
        var installation = Of(fake.Path);

        Assert.Null(await installation.CheckAsync());
        File.Delete(fake.Path);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Null(await installation.CheckAsync());
    }

    [Fact]
    public async Task One_that_is_installed_later_is_found()
    {
        using var fake = new FakeFfmpeg("exit 1");
        File.Move(fake.Path, fake.Path + ".later");
        var installation = Of(fake.Path);
        Assert.Equal(FailureReason.NoFfmpeg, (await installation.CheckAsync())!.Reason);

        File.Move(fake.Path + ".later", fake.Path);
        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.Null(await installation.CheckAsync());
    }

    [Fact]
    public async Task One_that_does_not_answer_in_time_is_not_blamed()
    {
        using var folder = new FakeFfmpeg("exit 1");
        await File.WriteAllTextAsync(folder.Path, "#!/bin/sh\nexec sleep 600\n", TestContext.Current.CancellationToken);

        var checking = Of(folder.Path).CheckAsync();
        while (!checking.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Null(await checking);
    }

    [Fact]
    public async Task One_that_has_brought_pictures_is_not_asked()
    {
        var installation = Of("/nowhere/ffmpeg");

        installation.Works();

        Assert.Null(await installation.CheckAsync());
    }

    private FfmpegInstallation Of(string path) =>
        new(Options.Create(new TranscoderOptions { Ffmpeg = path }), _time, NullLogger<FfmpegInstallation>.Instance);
}
