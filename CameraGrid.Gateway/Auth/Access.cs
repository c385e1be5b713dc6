using CameraGrid.Cameras;
using CameraGrid.ServiceDefaults;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace CameraGrid.Gateway.Auth;

/// <summary>Who may come in.</summary>
internal enum AccessMode
{
    /// <summary>Nobody: the store has not told yet whether there are accounts.</summary>
    Unknown,

    /// <summary>Everybody: there is no account, and only this machine reaches the grid, or the operator said so.</summary>
    Open,

    /// <summary>Nobody: there is no account, and other machines reach the grid.</summary>
    Locked,

    /// <summary>Who signed in.</summary>
    SignIn,
}

/// <summary>Decides who may come in. Sign-in is on as soon as there is an account.</summary>
internal sealed class Access(AccountDirectory directory, IServer server, IOptions<SignInOptions> options)
{
    private bool? _isLocal;

    public AccessMode Mode =>
        directory.Records switch
        {
            null => AccessMode.Unknown,
            { Accounts.Count: > 0 } => AccessMode.SignIn,
            _ when options.Value.AllowRemote || IsLocal => AccessMode.Open,
            _ => AccessMode.Locked,
        };

    /// <summary>Whether someone may be here now. Null is nobody in particular.</summary>
    public bool Allows(Session? session) =>
        Mode switch
        {
            AccessMode.Open => true,
            AccessMode.SignIn => session is not null && directory.IsCurrent(session),
            _ => false,
        };

    /// <summary>Whether someone may change now how the grid is set up.</summary>
    public bool AllowsChanges(Session? session) =>
        Mode is AccessMode.Open || (session is { Role: AccountRole.Admin } && Allows(session));

    // Known once the server listens, which it does before anybody asks.
    private bool IsLocal =>
        _isLocal
        ?? (
            server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses
            && (_isLocal = addresses.All(address => HostNames.IsLoopback(BindingAddress.Parse(address).Host))).Value
        );
}
