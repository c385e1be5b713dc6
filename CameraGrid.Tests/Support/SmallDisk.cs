using CliWrap;

namespace CameraGrid.Tests.Support;

/// <summary>A file system of its own that is soon full. Only root may mount one; elsewhere, the test is skipped.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cameragrid-disk-");

    public string Path => _folder.FullName;

    public static async Task<SmallDisk> MountAsync(int kilobytes)
    {
        var disk = new SmallDisk();
        if (
            !OperatingSystem.IsLinux()
            || !await RunAsync("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "none", disk.Path)
        )
        {
            disk._folder.Delete();
            Assert.Skip("A small disk can be mounted by root on Linux only.");
        }

        return disk;
    }

    /// <summary>Takes all the room there is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(System.IO.Path.Combine(Path, "filler"), FileMode.Append, FileAccess.Write);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(System.IO.Path.Combine(Path, "filler"));

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "--lazy", Path);
        _folder.Delete();
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            var result = await Cli.Wrap(program)
                .WithArguments(arguments)
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(TestContext.Current.CancellationToken);
            return result.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
