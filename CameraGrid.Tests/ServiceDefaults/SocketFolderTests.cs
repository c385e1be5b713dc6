using System.Net.Sockets;
using CameraGrid.ServiceDefaults;

namespace CameraGrid.Tests.ServiceDefaults;

public sealed class SocketFolderTests : IDisposable
{
    private static readonly DateTimeOffset Later = TimeProvider.System.GetUtcNow().AddDays(1);
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("cg-");

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public void What_a_crashed_process_left_behind_is_removed()
    {
        Listen("cameragrid-crashed").Dispose();

        SocketFolder.RemoveStale(_parent.FullName, Later);

        Assert.Empty(_parent.EnumerateDirectories());
    }

    [Fact]
    public void A_folder_in_use_stays_and_so_does_a_young_one_and_whatever_is_something_else()
    {
        using var used = Listen("cameragrid-used");
        Listen("cameragrid-young").Dispose();
        _parent.CreateSubdirectory("cameragrid-other").CreateSubdirectory("store");
        Listen("elsewhere").Dispose();

        SocketFolder.RemoveStale(_parent.FullName, Later.AddDays(-2));
        File.Delete(SocketOf("cameragrid-young"));
        SocketFolder.RemoveStale(_parent.FullName, Later);

        Assert.Equal(
            ["cameragrid-other", "cameragrid-used", "cameragrid-young", "elsewhere"],
            _parent.EnumerateDirectories().Select(folder => folder.Name).Order()
        );
        Assert.True(File.Exists(SocketOf("cameragrid-used")));
    }

    [Fact]
    public void A_stale_folder_that_holds_more_is_not_emptied()
    {
        Listen("cameragrid-full").Dispose();
        var file = Path.Combine(_parent.FullName, "cameragrid-full", "mine");
        File.WriteAllText(file, "kept");

        SocketFolder.RemoveStale(_parent.FullName, Later);

        Assert.True(File.Exists(file));
    }

    private string SocketOf(string folder) => Path.Combine(_parent.FullName, folder, "store.sock");

    // Under another name first: .NET removes that one when the listener ends, and leaves this one, like a crash does.
    private Socket Listen(string folder)
    {
        _parent.CreateSubdirectory(folder);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint($"{SocketOf(folder)}.first"));
        socket.Listen();
        File.Move($"{SocketOf(folder)}.first", SocketOf(folder));
        return socket;
    }
}
