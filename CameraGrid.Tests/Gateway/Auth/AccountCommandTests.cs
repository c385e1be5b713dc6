using CameraGrid.Gateway.Auth;
using CameraGrid.Tests.Cameras.Stores;

namespace CameraGrid.Tests.Gateway.Auth;

public sealed class AccountCommandTests(GarnetFixture store) : IClassFixture<GarnetFixture>, IDisposable
{
    private const string Password = "correct horse battery";

    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [Theory]
    [InlineData("user")]
    [InlineData("user", "add")]
    [InlineData("user", "add", "ann", Password)]
    [InlineData("user", "rename", "ann")]
    [InlineData("kiosk", "password", "hall")]
    public async Task What_is_misspelt_is_answered_with_what_there_is(params string[] args)
    {
        Assert.True(AccountCommand.IsMeant(args));
        Assert.Equal(2, await RunAsync(Password, args));
        Assert.StartsWith("Usage:", _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("too short")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_password_that_is_none_makes_no_account(string? password)
    {
        Assert.Equal(1, await RunAsync(password, "user", "add", "ann"));
        Assert.StartsWith("A password has 12 to 1024 characters", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync(null, "user", "list"));
        Assert.Equal("There is no account.", _output.ToString().Trim());
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_in_a_line()
    {
        var code = await AccountCommand.RunAsync(
            ["user", "list"],
            "127.0.0.1:1,connectTimeout=500,connectRetry=0",
            () => null,
            _output,
            _errors
        );

        Assert.Equal(1, code);
        Assert.StartsWith("The store does not answer.", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_else_is_meant_by_the_programs_arguments()
    {
        Assert.False(AccountCommand.IsMeant([]));
        Assert.False(AccountCommand.IsMeant(["--CAMGRID_URL=http://127.0.0.1:0", "user"]));
    }

    private Task<int> RunAsync(string? password, params string[] args) =>
        AccountCommand.RunAsync(args, store.ConnectionString, () => password, _output, _errors);
}
