using CameraGrid.Cameras;
using CameraGrid.Gateway.Auth;

namespace CameraGrid.Tests.Gateway.Auth;

public sealed class PasswordsTests : IDisposable
{
    private readonly Passwords _passwords = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _passwords.Dispose();

    [Fact]
    public async Task A_password_is_that_of_its_account_only()
    {
        var hash = await _passwords.HashAsync("correct horse battery", Token);
        var ann = new Account("ann", AccountRole.Viewer, hash, "stamp", default);

        Assert.True(await _passwords.VerifyAsync(ann, "correct horse battery", Token));
        Assert.False(await _passwords.VerifyAsync(ann, "correct horse batterz", Token));
        Assert.False(await _passwords.VerifyAsync(ann, new string('x', 100_000), Token));
        Assert.False(await _passwords.VerifyAsync(ann with { PasswordHash = "" }, "", Token));
        Assert.False(await _passwords.VerifyAsync(null, "correct horse battery", Token));
        Assert.DoesNotContain(hash, ann.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_say_no_to_nobody_is_as_much_work()
    {
        var made = Convert.FromBase64String(await _passwords.HashAsync("correct horse battery", Token));
        var nobodys = Convert.FromBase64String(Passwords.Nobodys);

        // The way of hashing and its rounds, not the salt and the key.
        Assert.Equal(made.AsSpan(0, 13), nobodys.AsSpan(0, 13));
        Assert.Equal(made.Length, nobodys.Length);
    }

    [Fact]
    public async Task A_crowd_is_sent_away_but_for_a_few()
    {
        var hashing = Enumerable
            .Range(0, 100)
            .Select(_ => _passwords.HashAsync("correct horse battery", Token))
            .ToList();

        await Assert.ThrowsAsync<PasswordsBusyException>(() => hashing[^1]);
        Assert.InRange(hashing.Count(task => !task.IsFaulted), 2, 50);
        await Task.WhenAll(hashing.Where(task => !task.IsFaulted));
    }
}
