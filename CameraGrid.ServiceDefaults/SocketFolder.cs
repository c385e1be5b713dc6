using System.Net.Sockets;

namespace CameraGrid.ServiceDefaults;

/// <summary>
/// The folder of the store's socket. Of this process, not in the data folder: a socket's path may only be some hundred bytes
/// long. A process that crashed leaves its folder behind, and the next one removes it.
/// </summary>
public sealed class SocketFolder : IDisposable
{
    private const string Prefix = "cameragrid-";
    private const string SocketName = "store.sock";

    // Between its making and its first listening, a socket refuses as if nobody were behind it.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    private readonly string _path;

    private SocketFolder(string path) => _path = path;

    /// <summary>The full path of the socket, which nobody has made yet.</summary>
    public string Socket => Path.Combine(_path, SocketName);

    /// <summary>Makes a folder that only this user may enter.</summary>
    public static SocketFolder Create()
    {
        RemoveStale(Path.GetTempPath(), TimeProvider.System.GetUtcNow() - Young);
        return new SocketFolder(Directory.CreateTempSubdirectory(Prefix).FullName);
    }

    /// <summary>Removes it with its socket.</summary>
    public void Dispose() => Remove(_path);

    /// <summary>Removes folders whose socket nobody listens to any more.</summary>
    /// <param name="parent">Where they are.</param>
    /// <param name="before">Younger ones are left alone.</param>
    internal static void RemoveStale(string parent, DateTimeOffset before)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, $"{Prefix}*"))
        {
            try
            {
                var socket = Path.Combine(folder, SocketName);
                if (File.Exists(socket) && File.GetLastWriteTimeUtc(socket) < before && IsAbandoned(socket))
                {
                    Remove(folder);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Another user's.
            }
        }
    }

    private static bool IsAbandoned(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Blocking = false;
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    // Nothing but what is known to be in it: it stands where everybody may write.
    private static void Remove(string folder)
    {
        File.Delete(Path.Combine(folder, SocketName));
        Directory.Delete(folder);
    }
}
