using CameraGrid.Cameras.Configuration;

namespace CameraGrid.Cameras;

/// <summary>
/// A camera as it was typed, checked by the rules of the configuration, with what it keeps of the one before. A password that
/// was not typed goes nowhere but where it went before.
/// </summary>
/// <param name="typed">All of it.</param>
/// <param name="before">What is there; null for a new camera.</param>
internal sealed class CameraDraft(CameraSettings typed, StoredCamera? before)
{
    private readonly Dictionary<string, List<string>> _errors = [];

    /// <summary>What is wrong, by the JSON name of the field.</summary>
    public IReadOnlyDictionary<string, string[]> Errors =>
        _errors.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());

    private CameraDefinition? Before => before?.Camera;

    private bool KeepsUserAndPassword => typed is { Username: null, Password: null };

    /// <returns>Null where anything is wrong: see <see cref="Errors"/>.</returns>
    /// <param name="id">The camera's; null makes one of its name.</param>
    /// <param name="taken">Ids that a new one may not have.</param>
    public CameraDefinition? Check(string? id, IEnumerable<string> taken)
    {
        var validation = new CameraValidation(Report);
        foreach (var other in taken)
        {
            validation.Reserve(other);
        }

        var (username, password) = UserAndPassword();
        var entry = new CameraEntry(
            CameraOrigin.Page,
            FallbackId: "camera",
            new Setting("id", id),
            new Setting("name", typed.Name),
            new Setting("url", Address("url", typed.Url, Before?.Main)),
            new Setting("subUrl", Address("subUrl", typed.SubUrl, Before?.Sub)),
            new Setting("username", username),
            new Setting("password", password),
            new Setting("transport", typed.Transport),
            new Setting("enabled", typed.Enabled is false ? "false" : null)
        );
        var camera = validation.Check([entry]).SingleOrDefault();
        if (camera is null)
        {
            return null;
        }

        camera = KeepsUserAndPassword
            ? camera with
            {
                Main = Keep(camera.Main),
                Sub = camera.Sub is null ? null : Keep(camera.Sub),
            }
            : camera;
        CheckServers(camera);
        return _errors.Count == 0 ? camera : null;
    }

    // Those for both streams. Where neither is typed, each stream keeps its own: see Keep.
    private (string? Username, string? Password) UserAndPassword() =>
        typed switch
        {
            { Username: null, Password: null } => (null, null),
            { Username: "" } => (null, typed.Password),
            _ => (typed.Username ?? Before?.Main.Username, typed.Password ?? Before?.Main.Password),
        };

    // What is shown of an address may lack a secret; sent back as it was shown, it is the one that is kept.
    private string? Address(string field, string? text, StreamSource? known)
    {
        if (known is not null && text?.Trim() == known.ToString())
        {
            return known.Url.AbsoluteUri;
        }

        if (text?.Contains(Redactor.Placeholder, StringComparison.Ordinal) == true)
        {
            Report(
                field,
                $"holds {Redactor.Placeholder}, which stands for a hidden part. Type the address as a whole."
            );
        }

        return text;
    }

    private StreamSource Keep(StreamSource source) =>
        source.Username is null && StreamsBefore.FirstOrDefault(known => known.Server == source.Server) is { } same
            ? source with
            {
                Username = same.Username,
                Password = same.Password,
            }
            : source;

    private void CheckServers(CameraDefinition camera)
    {
        if (typed is { Password: not null } or { Username: "" })
        {
            return;
        }

        if (before is { Camera: null, Record: not null } && camera.Main.Username is null)
        {
            Report("password", "what was kept cannot be read: type user and password again, or have them forgotten.");
            return;
        }

        var streams = new[] { camera.Main, camera.Sub }.OfType<StreamSource>();
        var isKept = StreamsBefore.Any(known => known.Password is not null);
        if (isKept && streams.Any(GoesElsewhere))
        {
            Report(
                "password",
                "the address leads to another server, and a kept password goes to none that it was not typed for: type it again, or have it forgotten."
            );
        }
    }

    // Where both are kept, a stream without any found no server to keep them for; one that stands in an address was typed.
    private bool GoesElsewhere(StreamSource stream) =>
        KeepsUserAndPassword
            ? stream.Username is null && StreamsBefore.All(known => known.Server != stream.Server)
            : stream.Password is not null
                && !StreamsBefore.Any(known => known.Server == stream.Server && known.Password == stream.Password);

    private IEnumerable<StreamSource> StreamsBefore => new[] { Before?.Main, Before?.Sub }.OfType<StreamSource>();

    private void Report(string field, string error)
    {
        if (!_errors.TryGetValue(field, out var errors))
        {
            _errors[field] = errors = [];
        }

        errors.Add($"{char.ToUpperInvariant(error[0])}{error[1..]}");
    }
}
