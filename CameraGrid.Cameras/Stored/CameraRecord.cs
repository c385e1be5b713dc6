using System.Text.Json;
using System.Text.Json.Serialization;

namespace CameraGrid.Cameras;

/// <summary>
/// A camera of the camera page as a field of the store's hash: its id, and a JSON object of the rest.
/// <c>{"name":"Yard","url":"rtsp://192.168.1.20/main","subUrl":null,"transport":"tcp","enabled":true,"order":1,"sealed":"CfDJ8…"}</c>
/// </summary>
/// <param name="Name">What people call it.</param>
/// <param name="Url">
/// The main stream, without user info; what else looks like a secret in it stands as <see cref="Redactor.Placeholder"/> here,
/// and in full in <paramref name="Sealed"/>.
/// </param>
/// <param name="SubUrl">The same of the sub stream; null where there is none.</param>
/// <param name="Transport">How RTP travels.</param>
/// <param name="Enabled">False: it is switched off.</param>
/// <param name="Order">Where it stands among the others.</param>
/// <param name="Sealed">What is secret, sealed by <see cref="CameraSeal"/>, also where that is nothing.</param>
public sealed record CameraRecord(
    string Name,
    string Url,
    string? SubUrl,
    RtspTransport Transport,
    bool Enabled,
    int Order,
    string Sealed
)
{
    internal string Write() => JsonSerializer.Serialize(this, CameraRecordJson.Default.CameraRecord);

    /// <returns>Null where it cannot be read, as where a later version wrote it.</returns>
    internal static CameraRecord? Read(string value)
    {
        try
        {
            return JsonSerializer.Deserialize(value, CameraRecordJson.Default.CameraRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(RtspTransportConverter)]
)]
[JsonSerializable(typeof(CameraRecord))]
[JsonSerializable(typeof(CameraSecrets))]
internal sealed partial class CameraRecordJson : JsonSerializerContext;

internal sealed class RtspTransportConverter()
    : JsonStringEnumConverter<RtspTransport>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
