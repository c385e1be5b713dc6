using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CameraGrid.Cameras;

/// <summary>
/// An account and a kiosk as fields of their hashes: the name, and a JSON object of the rest.
/// <c>{"role":"admin","hash":"…","stamp":"…","created":"2026-03-01T12:00:00+00:00"}</c>
/// </summary>
internal static class AccountFields
{
    public static string Write(Account account) =>
        JsonSerializer.Serialize(
            new AccountValue(account.Role, account.PasswordHash, account.Stamp, account.CreatedAt),
            AccountJson.Default.AccountValue
        );

    public static string Write(Kiosk kiosk) =>
        JsonSerializer.Serialize(new KioskValue(kiosk.TokenHash, kiosk.CreatedAt), AccountJson.Default.KioskValue);

    /// <returns>
    /// Where it cannot be read, as where a later version wrote it, one that nobody can sign in with: that there is an account
    /// keeps sign-in on.
    /// </returns>
    public static Account ReadAccount(string name, string value) =>
        Read(value, AccountJson.Default.AccountValue) is { Hash: not null, Stamp: not null } read
            ? new Account(name, read.Role, read.Hash, read.Stamp, read.Created)
            : new Account(name, AccountRole.Viewer, PasswordHash: "", Stamp: "", CreatedAt: default);

    /// <returns>Null where it cannot be read.</returns>
    public static Kiosk? ReadKiosk(string name, string value) =>
        Read(value, AccountJson.Default.KioskValue) is { Hash: not null } read
            ? new Kiosk(name, read.Hash, read.Created)
            : null;

    private static T? Read<T>(string value, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(value, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record AccountValue(AccountRole Role, string? Hash, string? Stamp, DateTimeOffset Created);

internal sealed record KioskValue(string? Hash, DateTimeOffset Created);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(AccountRoleConverter)]
)]
[JsonSerializable(typeof(AccountValue))]
[JsonSerializable(typeof(KioskValue))]
internal sealed partial class AccountJson : JsonSerializerContext;

internal sealed class AccountRoleConverter()
    : JsonStringEnumConverter<AccountRole>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
