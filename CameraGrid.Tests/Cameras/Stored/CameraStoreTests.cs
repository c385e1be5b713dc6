using CameraGrid.Cameras;
using CameraGrid.Tests.Cameras.Stores;
using CameraGrid.Tests.Support;
using static CameraGrid.Tests.Cameras.Stored.CameraService;

namespace CameraGrid.Tests.Cameras.Stored;

public sealed class RedisCameraStoreTests(RedisFixture store) : CameraStoreTests(store), IClassFixture<RedisFixture>;

public sealed class GarnetCameraStoreTests(GarnetFixture store) : CameraStoreTests(store), IClassFixture<GarnetFixture>;

public abstract class CameraStoreTests(StoreFixture store) : IAsyncLifetime
{
    private const string Secret = "a secret of the environment, long enough";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await EmptyAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_service_follows_what_one_of_them_adds_changes_and_removes()
    {
        await using var gateway = await new CameraService(store.Redis).StartAsync();
        await using var transcoder = await new CameraService(store.Redis).StartAsync();

        var id = await gateway.AddAsync(Typed("Yard", "rtsp://yard/main", "ann", "hush", "rtsp://yard/sub"));
        Assert.Equal("yard", id);
        Assert.Equal("yard", gateway.Ids);
        await Eventually.IsAsync(() => transcoder.Ids == "yard");
        Assert.Equal(gateway.Catalog.Find("yard"), transcoder.Catalog.Find("yard"));
        Assert.Equal("hush", transcoder.Catalog.Find("yard")!.Sub!.Password);

        await gateway.Editor.ChangeAsync(id, Typed("Court", "rtsp://yard/main"), Token);
        await Eventually.IsAsync(() => transcoder.Catalog.Find("yard")?.Name == "Court");
        Assert.Equal(("ann", "hush"), UserOf(transcoder.Catalog.Find("yard")!));
        Assert.Null(transcoder.Catalog.Find("yard")!.Sub);

        Assert.Equal(CameraEditOutcome.Done, (await gateway.Editor.RemoveAsync(id, Token)).Outcome);
        await Eventually.IsAsync(() => transcoder.Ids.Length == 0);
        Assert.Equal(CameraEditOutcome.NotFound, (await gateway.Editor.RemoveAsync(id, Token)).Outcome);
        Assert.Equal(
            CameraEditOutcome.NotFound,
            (await gateway.Editor.ChangeAsync(id, Typed("a", "b"), Token)).Outcome
        );
    }

    [Theory]
    [InlineData("rtsp://yard/main", "zoe", "hush-hush")]
    [InlineData("rtsp://zoe:hush-hush@yard/main", null, null)]
    [InlineData("rtsp://yard/user=zoe&password=hush-hush&channel=1", null, null)]
    public async Task Nothing_in_the_store_tells_a_user_or_a_password(string url, string? username, string? password)
    {
        await using var service = new CameraService(store.Redis, Secret);
        await service.AddAsync(Typed("Yard", url, username, password));

        var database = store.Redis.GetDatabase();
        var record = (await database.HashGetAsync("cameragrid:cameras", "yard")).ToString();
        var keys = await database.HashGetAllAsync("cameragrid:camera-keys");
        Assert.Contains("rtsp://yard/", record, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", record, StringComparison.Ordinal);
        Assert.DoesNotContain("zoe", record, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", Assert.Single(keys).Value.ToString(), StringComparison.Ordinal);
        await using var other = await new CameraService(store.Redis, Secret).StartAsync();
        Assert.Equal(service.Catalog.Find("yard"), other.Catalog.Find("yard"));
    }

    [Fact]
    public async Task What_cannot_be_opened_is_told_once_keeps_no_other_and_is_not_lost()
    {
        await using var first = new CameraService(store.Redis, Secret);
        await first.AddAsync(Typed("Yard", "rtsp://yard/", "ann", "hush"));
        await using var wrong = new CameraService(store.Redis, $"{Secret}, another one");
        await wrong.AddAsync(Typed("Gate", "rtsp://gate/"));
        await wrong.ReadAsync();

        Assert.Equal("gate", wrong.Ids);
        var told = Assert.Single(wrong.Logged, line => line.Contains("cannot be used", StringComparison.Ordinal));
        Assert.StartsWith("The camera yard of the camera page cannot be used. Its user and password", told);
        Assert.Contains(KeysSecret.Key, told, StringComparison.Ordinal);

        // Neither does an edit that would lose them.
        var edit = await wrong.Editor.ChangeAsync("yard", Typed("Yard", "rtsp://yard/"), Token);
        Assert.Equal("password", Assert.Single(edit.Errors).Key);
        await first.ReadAsync();
        Assert.Equal(("ann", "hush"), UserOf(first.Catalog.Find("yard")!));

        edit = await wrong.Editor.ChangeAsync("yard", Typed("Yard", "rtsp://yard/", "ann", "hush"), Token);
        Assert.Equal(CameraEditOutcome.Done, edit.Outcome);
        Assert.Equal("yard gate", wrong.Ids);
    }

    [Theory]
    [InlineData("what is this")]
    [InlineData("{}")]
    [InlineData(
        """{"name":"Yard","url":"rtsp://yard/","subUrl":null,"transport":"carrier-pigeon","enabled":true,"order":1,"sealed":""}"""
    )]
    [InlineData(
        """{"name":"Yard","url":"file:///etc/passwd","subUrl":null,"transport":"tcp","enabled":true,"order":1,"sealed":"x"}"""
    )]
    public async Task A_record_that_is_none_can_be_removed_or_written_anew(string value)
    {
        await store.Redis.GetDatabase().HashSetAsync("cameragrid:cameras", "yard", value);
        await using var service = await new CameraService(store.Redis).StartAsync();

        Assert.Equal("", service.Ids);
        Assert.NotNull(Assert.Single(service.Stored.All).Error);
        await service.Editor.ChangeAsync("yard", Typed("Yard", "rtsp://yard/", "ann", "hush"), Token);
        Assert.Equal("yard", service.Ids);
    }

    [Fact]
    public async Task An_address_that_is_changed_in_the_store_gets_no_password()
    {
        await using var service = new CameraService(store.Redis);
        await service.AddAsync(Typed("Yard", "rtsp://yard/main", "ann", "hush"));
        var database = store.Redis.GetDatabase();
        var record = (await database.HashGetAsync("cameragrid:cameras", "yard")).ToString();

        await database.HashSetAsync("cameragrid:cameras", "yard", record.Replace("//yard/", "//elsewhere/"));
        await service.ReadAsync();

        Assert.Null(service.Catalog.Find("yard"));
    }

    [Fact]
    public async Task A_key_that_the_secret_did_not_seal_opens_what_is_old_and_seals_nothing()
    {
        await using var before = new CameraService(store.Redis);
        await before.AddAsync(Typed("Yard", "rtsp://yard/", "ann", "hush"));

        await using var after = new CameraService(store.Redis, Secret);
        await after.AddAsync(Typed("Gate", "rtsp://gate/", "ann", "hush"));

        Assert.Equal("yard gate", after.Ids);
        await before.ReadAsync();
        Assert.Equal("yard", before.Ids);
    }

    [Fact]
    public async Task A_store_that_comes_back_empty_is_given_the_cameras_back()
    {
        await using var service = new CameraService(store.Redis);
        await service.AddAsync(Typed("Yard", "rtsp://yard/"));
        await EmptyAsync();

        await service.ReadAsync();

        await using var other = await new CameraService(store.Redis).StartAsync();
        Assert.Equal("yard", service.Ids);
        Assert.Equal("yard", other.Ids);
    }

    [Fact]
    public async Task Two_that_are_added_at_the_same_time_are_both_kept()
    {
        await using var one = new CameraService(store.Redis);
        await using var other = new CameraService(store.Redis);

        await Task.WhenAll(
            one.AddAsync(Typed("Yard", "rtsp://one/", "ann", "hush")),
            other.AddAsync(Typed("Yard", "rtsp://other/", "bob", "hush"))
        );

        await one.ReadAsync();
        Assert.Equal(["yard", "yard-2"], one.Catalog.Cameras.Select(camera => camera.Id).Order());
    }

    [Fact]
    public async Task Configured_cameras_go_first_and_those_of_the_demo_make_way()
    {
        var yard = new CameraDefinition("yard", "Yard", new(new("rtsp://configured/"), null, null, default), null);
        var demo = yard with { Id = "cam1", Origin = CameraOrigin.Demo };
        await using var service = new CameraService(store.Redis, null, demo);
        Assert.Equal("cam1", service.Ids);

        await service.AddAsync(Typed("Yard", "rtsp://page/"));
        await service.AddAsync(Typed("Cam1", "rtsp://page/"));
        Assert.Equal("yard cam1", service.Ids);

        service.Catalog.Replace(new CameraSet([yard]));
        Assert.Equal("yard cam1", service.Ids);
        Assert.Equal("configured", service.Catalog.Find("yard")!.Main.Url.Host);
        Assert.Equal("yard-2", await service.AddAsync(Typed("Yard", "rtsp://page/")));
        service.Catalog.Replace(new CameraSet([]));
        Assert.Equal("page", service.Catalog.Find("yard")!.Main.Url.Host);
    }

    private async Task EmptyAsync() =>
        await store.Redis.GetDatabase().KeyDeleteAsync(["cameragrid:cameras", "cameragrid:camera-keys"]);

    private static (string?, string?) UserOf(CameraDefinition camera) => (camera.Main.Username, camera.Main.Password);
}
