namespace CameraGrid.Gateway.Auth;

internal sealed partial class AccountFeed
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Whether there are accounts is not known yet, so nobody comes in until the store answers: {Reason}"
    )]
    private partial void LogNotKnown(string reason);

    [LoggerMessage(2, LogLevel.Information, "Sign-in is on; accounts: {Accounts}, kiosks: {Kiosks}")]
    private partial void LogOn(int accounts, int kiosks);

    [LoggerMessage(3, LogLevel.Warning, "The store lost the accounts; it was given back those known here")]
    private partial void LogRestored();

    [LoggerMessage(4, LogLevel.Information, "The first account was made: {Name}, with the configured password")]
    private partial void LogFirst(string name);

    [LoggerMessage(
        5,
        LogLevel.Warning,
        "There is no account, and other machines reach this address, so nobody comes in. Make one with \"user add NAME\", or "
            + "set CAMGRID_ADMIN_PASSWORD"
    )]
    private partial void LogLocked();
}
