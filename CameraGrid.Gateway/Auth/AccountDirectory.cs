using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Auth;

/// <summary>
/// Accounts and kiosks as last read: no request waits for the store, and sessions go on while it is away.
/// </summary>
internal sealed class AccountDirectory
{
    private volatile Known? _known;

    /// <summary>Null until the store answered for the first time.</summary>
    public AccountRecords? Records => _known?.Records;

    /// <summary>Takes what was read.</summary>
    public void Take(AccountRecords records) => _known = new Known(records);

    /// <summary>The account of a name, as <see cref="AccountRules.NameOf"/> writes it.</summary>
    public Account? Find(string name) => _known?.Accounts.GetValueOrDefault(name);

    /// <summary>The kiosk whose token has this hash.</summary>
    public Kiosk? FindKiosk(string tokenHash) => _known?.Kiosks.GetValueOrDefault(tokenHash);

    /// <summary>Whether a session is still that of an account, or a kiosk, as it is now.</summary>
    public bool IsCurrent(Session session) =>
        session.IsKiosk
            ? FindKiosk(session.Stamp)?.Name == session.Name
            : Find(session.Name) is { } account && account.Stamp == session.Stamp && account.Role == session.Role;

    private sealed class Known(AccountRecords records)
    {
        public AccountRecords Records => records;

        public Dictionary<string, Account> Accounts { get; } = records.Accounts.ToDictionary(account => account.Name);

        // Two of the same token are not made; a store that was written by hand shall not stop the reading.
        public Dictionary<string, Kiosk> Kiosks { get; } =
            records.Kiosks.DistinctBy(kiosk => kiosk.TokenHash).ToDictionary(kiosk => kiosk.TokenHash);
    }
}
