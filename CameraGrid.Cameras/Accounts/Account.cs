namespace CameraGrid.Cameras;

/// <summary>What an account may do.</summary>
public enum AccountRole
{
    /// <summary>Watches.</summary>
    Viewer,

    /// <summary>Watches, and manages accounts and kiosks.</summary>
    Admin,
}

/// <summary>Someone who may sign in.</summary>
/// <param name="Name">As <see cref="AccountRules.NameOf"/> writes it.</param>
/// <param name="Role">What it may do.</param>
/// <param name="PasswordHash">Salted and slow; it says itself how it was made.</param>
/// <param name="Stamp">Random, another one with each password: sessions that carry the former one are over.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record Account(string Name, AccountRole Role, string PasswordHash, string Stamp, DateTimeOffset CreatedAt)
{
    /// <summary>The name only: a record that ends up in a log shall not tell its hash.</summary>
    public override string ToString() => Name;
}

/// <summary>A screen that may watch without a password, by a link that holds a token.</summary>
/// <param name="Name">As <see cref="AccountRules.NameOf"/> writes it.</param>
/// <param name="TokenHash">SHA-256 of the token, in base64; the token itself is kept nowhere.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record Kiosk(string Name, string TokenHash, DateTimeOffset CreatedAt)
{
    /// <summary>The name only.</summary>
    public override string ToString() => Name;
}

/// <summary>All that sign-in rests on, as it was in the store at one time.</summary>
/// <param name="Accounts">Ordered by name.</param>
/// <param name="Kiosks">Ordered by name.</param>
/// <param name="Keys">The keys that cookies are sealed with, as XML by their id.</param>
public sealed record AccountRecords(
    IReadOnlyList<Account> Accounts,
    IReadOnlyList<Kiosk> Kiosks,
    IReadOnlyDictionary<string, string> Keys
)
{
    /// <summary>How many of each: no record of it.</summary>
    public override string ToString() => $"{Accounts.Count} accounts, {Kiosks.Count} kiosks, {Keys.Count} keys";
}
