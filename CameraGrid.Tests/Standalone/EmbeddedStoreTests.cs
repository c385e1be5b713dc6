using CameraGrid.Standalone.Store;
using StackExchange.Redis;

namespace CameraGrid.Tests.Standalone;

public sealed class EmbeddedStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cameragrid-store-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_written_survives_a_restart()
    {
        await using (var store = EmbeddedStore.Start(_folder.FullName))
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);
            var database = redis.GetDatabase();
            await database.StringSetAsync("text", "kept");
            await database.HashSetAsync("hash", [new("field", "kept")]);
            await database.SetAddAsync("set", ["one", "two"]);
        }

        await using (var store = EmbeddedStore.Start(_folder.FullName))
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);
            var database = redis.GetDatabase();
            Assert.Equal("kept", await database.StringGetAsync("text"));
            Assert.Equal("kept", await database.HashGetAsync("hash", "field"));
            Assert.Equal(2, await database.SetLengthAsync("set"));
        }
    }

    [Fact]
    public async Task Only_this_user_may_reach_the_store()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        string socket;
        await using (var store = EmbeddedStore.Start(folder: null))
        {
            socket = store.ConnectionString[1..];
            Assert.True(File.Exists(socket));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.GetDirectoryName(socket)!)
            );
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(socket)));
    }
}
