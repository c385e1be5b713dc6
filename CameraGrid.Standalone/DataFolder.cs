using Microsoft.Extensions.Options;

namespace CameraGrid.Standalone;

/// <summary>The data folder, for one process at a time: two stores writing the same files would ruin both.</summary>
internal sealed class DataFolder : IDisposable
{
    // Where the store of the process that has the folder listens.
    private const string Socket = "store.socket";

    private readonly FileStream _lock;

    private DataFolder(string store, FileStream heldLock)
    {
        Store = store;
        _lock = heldLock;
    }

    /// <summary>Where the store keeps its files.</summary>
    public string Store { get; }

    /// <summary>Tells others of this user how to reach the store that runs over the folder.</summary>
    public void Announce(string connectionString) => File.WriteAllText(Path.Combine(Store, Socket), connectionString);

    /// <summary>How to reach the store that another process runs over the folder; null where nobody told.</summary>
    public static string? Announced(string path)
    {
        var file = Path.Combine(path, "store", Socket);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }

    /// <exception cref="OptionsValidationException">The folder cannot be written, or another process has it.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            var store = Path.Combine(path, "store");
            Directory.CreateDirectory(store);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(store, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            var heldLock = new FileStream(
                Path.Combine(path, "lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
            return new DataFolder(store, heldLock);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OptionsValidationException(
                "Standalone",
                typeof(StandaloneOptions),
                [
                    $"{StandaloneOptions.DataKey}: the folder \"{path}\" cannot be used; is another CameraGrid running on it? "
                        + exception.Message,
                ]
            );
        }
    }

    public void Dispose() => _lock.Dispose();
}
