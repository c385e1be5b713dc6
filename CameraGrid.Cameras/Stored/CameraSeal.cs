using System.Security.Cryptography;
using System.Text.Json;
using CameraGrid.Cameras.Configuration;

namespace CameraGrid.Cameras;

/// <summary>What is secret of a stream.</summary>
/// <param name="Url">The address as a whole, where a part of it looks like a secret.</param>
internal sealed record StreamSecrets(string? Url, string? Username, string? Password)
{
    public override string ToString() => Redactor.Placeholder;
}

/// <summary>What is secret of a camera.</summary>
internal sealed record CameraSecrets(StreamSecrets Main, StreamSecrets? Sub);

/// <summary>Makes records of cameras, and cameras of records.</summary>
/// <remarks>
/// What is secret is sealed for the camera's id and for the servers that its addresses lead to. Whoever can write to the store
/// cannot have a password sent to a server of his own by changing the address beside it.
/// </remarks>
internal static class CameraSeal
{
    private const string Purpose = "CameraGrid.Camera";

    private const string Unreadable =
        "Its record in the store cannot be read; another version may have written it. Save it anew, or remove it.";

    private const string Shut =
        "Its user and password cannot be read: the key that they were sealed with is missing, or "
        + KeysSecret.Key
        + " is not what it was. Bring it back, or type user and password again.";

    public static CameraRecord Seal(CameraDefinition camera, int order, CameraKeys keys)
    {
        var secrets = new CameraSecrets(SecretsOf(camera.Main)!, SecretsOf(camera.Sub));
        return new CameraRecord(
            camera.Name,
            camera.Main.ToString(),
            camera.Sub?.ToString(),
            camera.Main.Transport,
            camera.Enabled,
            order,
            keys.Seal(
                JsonSerializer.Serialize(secrets, CameraRecordJson.Default.CameraSecrets),
                PurposeOf(camera.Id, camera.Main, camera.Sub)
            )
        );
    }

    public static StoredCamera Open(string id, string value, CameraKeys keys)
    {
        // Nothing from the store is taken on trust: an address goes into a script of FFmpeg's.
        if (CameraRecord.Read(value) is not { } record || !CameraIds.IsValid(id) || record.Name.Any(char.IsControl))
        {
            return new StoredCamera(id, Record: null, Camera: null, Unreadable);
        }

        try
        {
            var (main, sub) = (
                SourceOf(record.Url, record, secrets: null),
                SourceOf(record.SubUrl, record, secrets: null)
            );
            var secrets = JsonSerializer.Deserialize(
                keys.Open(record.Sealed, PurposeOf(id, main, sub)),
                CameraRecordJson.Default.CameraSecrets
            );
            (main, sub) = (SourceOf(record.Url, record, secrets!.Main), SourceOf(record.SubUrl, record, secrets.Sub));
            return main is not null && (sub is null) == (record.SubUrl is null)
                ? new StoredCamera(
                    id,
                    record,
                    new CameraDefinition(id, record.Name, main, sub, record.Enabled) { Origin = CameraOrigin.Page },
                    Error: null
                )
                : new StoredCamera(id, record, Camera: null, Unreadable);
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return new StoredCamera(id, record, Camera: null, Shut);
        }
    }

    private static string[] PurposeOf(string id, StreamSource? main, StreamSource? sub) =>
        [Purpose, id, main?.Server ?? "", sub?.Server ?? ""];

    private static StreamSecrets? SecretsOf(StreamSource? source) =>
        source is null
            ? null
            : new StreamSecrets(
                source.ToString() == source.Url.AbsoluteUri ? null : source.Url.AbsoluteUri,
                source.Username,
                source.Password
            );

    private static StreamSource? SourceOf(string? shown, CameraRecord record, StreamSecrets? secrets) =>
        shown is not null && RtspAddress.Parse(secrets?.Url ?? shown, out _) is { } address
            ? new StreamSource(address.Url, secrets?.Username, secrets?.Password, record.Transport)
            : null;
}
