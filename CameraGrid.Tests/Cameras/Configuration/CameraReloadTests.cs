using CameraGrid.Cameras;
using CameraGrid.Cameras.Configuration;
using CliWrap;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Cameras.Configuration;

public sealed class CameraReloadTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cameragrid-reload-");
    private readonly FakeLogger<CameraReload> _log = new();
    private readonly CameraCatalog _catalog;
    private readonly CameraReload _reload;
    private int _changes;

    public CameraReloadTests()
    {
        Write(".env", $"CAMERA_1_NAME=Yard\nCAMERA_1_URL=rtsp://yard/\nCAMERAS_FILE={Path("cameras.json")}\n");
        Write("cameras.json", """[ { "name": "Gate", "url": "rtsp://gate/" } ]""");
        var configuration = new ConfigurationManager();
        configuration.AddCommandLine([$"--CAMGRID_ENV_FILE={Path(".env")}"]);
        configuration.AddDotEnvFile();
        _catalog = CameraCatalog.FromConfiguration(configuration);
        _catalog.Changed += () => _changes++;
        _reload = new CameraReload(configuration, _catalog, new FakeTimeProvider(), _log);
    }

    private string Ids => string.Join(' ', _catalog.Cameras.Select(camera => camera.Id));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _reload.StopAsync(CancellationToken.None);
        _reload.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void An_edit_of_either_file_is_taken_once_it_stands_still()
    {
        Start();

        Append(".env", "CAMERA_2_URL=rtsp://door/\nCAMERA_2_NAME=Door\n");
        Look(2);
        Assert.Equal("yard door gate", Ids);

        Write("cameras.json", "[]");
        Look(2);
        Assert.Equal("yard door", Ids);

        Assert.Equal(2, _changes);
        Assert.Contains(
            _log.Collector.GetSnapshot(),
            line => line.Message.EndsWith("added door", StringComparison.Ordinal)
        );
        Assert.Contains(
            _log.Collector.GetSnapshot(),
            line => line.Message.EndsWith("removed gate", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_file_that_is_replaced_with_the_same_length_and_time_is_noticed()
    {
        Start();
        var written = File.GetLastWriteTimeUtc(Path("cameras.json"));
        Write("new.json", """[ { "name": "Lane", "url": "rtsp://gate/" } ]""");
        File.SetLastWriteTimeUtc(Path("new.json"), written);

        File.Move(Path("new.json"), Path("cameras.json"), overwrite: true);
        Look(2);

        Assert.Equal("yard lane", Ids);
    }

    [Fact]
    public void A_file_that_is_still_being_written_waits()
    {
        Start();

        for (var line = 0; line < 5; line++)
        {
            Append(".env", $"# {line}\n");
            if (line == 1)
            {
                Append(".env", "CAMERA_2_URL=rtsp://door/\n");
            }

            Look(1);
            Assert.Equal("yard gate", Ids);
        }

        Look(1);
        Assert.Equal("yard camera-2 gate", Ids);
    }

    [Fact]
    public void A_wrong_edit_changes_nothing_and_all_its_errors_are_told_once_without_a_secret()
    {
        Start();

        Append(".env", "CAMERA_2_URL=http://viewer:hush@door/\nCAMERA_2_PASSWROD=hush\n");
        Write("cameras.json", """[ { "name": "Gate" } ]""");
        Look(6);

        Assert.Equal("yard gate", Ids);
        var told = Assert.Single(_log.Collector.GetSnapshot());
        Assert.Equal(LogLevel.Error, told.Level);
        foreach (var key in new[] { "CAMERA_2_URL: ", "CAMERA_2_PASSWROD: ", "cameras.json[0].url: " })
        {
            Assert.Contains(key, told.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("hush", told.Message, StringComparison.Ordinal);

        Write(".env", $"CAMERA_1_NAME=Court\nCAMERA_1_URL=rtsp://yard/\n");
        Look(2);
        Assert.Equal("court", Ids);
    }

    [Fact]
    public void A_file_that_is_gone_changes_nothing()
    {
        Start();

        File.Delete(Path(".env"));
        Look(3);

        Assert.Equal("yard gate", Ids);
        Assert.Contains(
            "cannot be read",
            Assert.Single(_log.Collector.GetSnapshot()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task SIGHUP_reads_the_files_without_waiting_for_them_to_stand_still()
    {
        Assert.SkipWhen(IsHangUpIgnored(), "SIGHUP is ignored here, as below nohup.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        await _reload.StartAsync(Token);
        Start();

        Append(".env", "CAMERA_2_URL=rtsp://door/\n");
        await Cli.Wrap("kill").WithArguments(["-HUP", $"{Environment.ProcessId}"]).ExecuteAsync(Token);
        while (_catalog.Cameras.Count < 3)
        {
            // The signal comes on a thread of its own.
            Append(".env", "# never still\n");
            Look(1);
            await Task.Delay(10, limit.Token);
        }

        Assert.Equal("yard camera-2 gate", Ids);
    }

    /// <summary>A process inherits what its parents ignore; .NET leaves it so (proc(5): SigIgn, a bit a signal).</summary>
    private static bool IsHangUpIgnored() =>
        File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))
            is var line
        && (Convert.ToUInt64(line[7..].Trim(), 16) & 1) != 0;

    /// <summary>The first looks take what was read at the start once more.</summary>
    private void Start()
    {
        Look(3);
        Assert.Equal(0, _changes);
    }

    private void Look(int count)
    {
        for (var look = 0; look < count; look++)
        {
            _reload.Look();
        }
    }

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    private void Write(string name, string text) => File.WriteAllText(Path(name), text);

    private void Append(string name, string text) => File.AppendAllText(Path(name), text);
}
