using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CameraGrid.Cameras.Configuration;

/// <summary>
/// Brings edits of the <c>.env</c> file and of the JSON file into the <see cref="CameraCatalog"/>, and reads both again on
/// SIGHUP. A configuration with errors changes nothing; all of them are logged at once.
/// </summary>
/// <remarks>
/// It looks at the content, every half second, and takes it when it has stood still for one look. Two small files cost
/// nothing to read, and content tells what notifications and time stamps do not: mounted and symlinked files, files that
/// are replaced, files of another machine's clock, and an editor that is still writing.
/// </remarks>
internal sealed partial class CameraReload(
    IConfiguration configuration,
    CameraCatalog catalog,
    TimeProvider time,
    ILogger<CameraReload> logger
) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private volatile bool _asked;

    // Nothing is known of what was read at the start: the files may have changed since, so they are read once more.
    private string _seen = "";
    private string _taken = "";
    private PosixSignalRegistration? _hangUp;

    /// <summary>Once it has returned, SIGHUP no longer ends the process.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Not in ExecuteAsync, which begins on another thread at a time of its own.
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangUp);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _hangUp?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }

    /// <summary>Takes the configuration where it was asked for, or where it changed and stood still since the last look.</summary>
    internal void Look()
    {
        var content = Content();
        if (_asked || (content == _seen && content != _taken))
        {
            _asked = false;
            _taken = content;
            Reload();
        }

        _seen = content;
    }

    private void OnHangUp(PosixSignalContext signal)
    {
        // The end of the terminal that a program runs in sends the same signal, and then it shall end as it always did.
        if (StartedInTerminal && !HasTerminal())
        {
            return;
        }

        signal.Cancel = true;
        _asked = true;
    }

    private void Reload()
    {
        try
        {
            foreach (var provider in DotEnvFiles())
            {
                provider.Load();
            }

            var changes = catalog.Replace(CameraConfiguration.Read(configuration));
            if (changes.Any)
            {
                LogChanged(changes);
            }
        }
        catch (CameraConfigurationException wrong)
        {
            LogWrong(string.Join(" ", wrong.Errors));
        }
    }

    private IEnumerable<DotEnvConfigurationProvider> DotEnvFiles() =>
        configuration is IConfigurationRoot root ? root.Providers.OfType<DotEnvConfigurationProvider>() : [];

    /// <summary>Changes with the content of any of the files, and with a file that comes or goes.</summary>
    private string Content() =>
        string.Join(
            '|',
            DotEnvFiles()
                .Select(provider => provider.Path)
                .Append(configuration[CamerasFile.FileKey] ?? "")
                .Select(HashOf)
        );

    private static string HashOf(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexString(SHA256.HashData(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "none";
        }
    }

    private static readonly bool StartedInTerminal = HasTerminal();

    // POSIX: a process whose controlling terminal is gone cannot open /dev/tty.
    private static bool HasTerminal()
    {
        try
        {
            using var terminal = File.OpenHandle("/dev/tty");
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
