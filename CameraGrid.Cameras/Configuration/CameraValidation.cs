namespace CameraGrid.Cameras.Configuration;

/// <summary>Turns what was written into cameras, or into errors that never show the value.</summary>
/// <param name="report">Takes each error: the key of what is wrong, and a sentence that goes on after it.</param>
internal sealed class CameraValidation(Action<string, string> report)
{
    // Id to the key that gave it.
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <summary>Keeps an id from being given to any of the cameras.</summary>
    public void Reserve(string id) => _ids[id] = "another camera";

    public IReadOnlyList<CameraDefinition> Check(IReadOnlyList<CameraEntry> entries)
    {
        // Given ids are taken first, so that an id made of a name steps aside for them whatever the order.
        foreach (var entry in entries.Where(entry => entry.Id.IsSet))
        {
            CheckGivenId(entry.Id);
        }

        return [.. entries.Select(Check).OfType<CameraDefinition>()];
    }

    private CameraDefinition? Check(CameraEntry entry)
    {
        var name = entry.Name.IsSet ? entry.Name.Value!.Trim() : null;
        if (name is not null && name.Any(char.IsControl))
        {
            report(entry.Name.Key, "holds a control character.");
        }

        CheckCredentials(entry);
        var transport = CheckTransport(entry.Transport);
        var enabled = CheckEnabled(entry.Enabled);
        if (!entry.Url.IsSet)
        {
            report(entry.Url.Key, "missing. A camera needs an address, as in rtsp://192.168.1.20:554/stream1.");
        }

        var main = CheckAddress(entry.Url, entry.Username);
        var sub = CheckAddress(entry.SubUrl, entry.Username);
        if (main is null)
        {
            return null;
        }

        var id = entry.Id.IsSet ? entry.Id.Value!.Trim() : MakeId(name ?? "", entry);
        return new CameraDefinition(
            id,
            name ?? id,
            Source(main, null),
            sub is null ? null : Source(sub, SameHost(sub, main) ? main : null),
            enabled
        )
        {
            Origin = entry.Origin,
        };

        StreamSource Source(RtspAddress address, RtspAddress? sibling) =>
            entry.Username.IsSet ? new StreamSource(address.Url, entry.Username.Value, entry.Password.Value, transport)
            // A password in the main address serves the sub address of the same camera, but goes to no other host.
            : address.Username is null && sibling is not null
                ? new StreamSource(address.Url, sibling.Username, sibling.Password, transport)
            : new StreamSource(address.Url, address.Username, address.Password, transport);
    }

    private void CheckGivenId(Setting id)
    {
        var text = id.Value!.Trim();
        if (!CameraIds.IsValid(text))
        {
            report(id.Key, "may only hold small letters, digits and single dashes between them, at most 64 in all.");
        }
        else if (!_ids.TryAdd(text, id.Key))
        {
            report(id.Key, $"the id \"{text}\" is taken by {_ids[text]} already.");
        }
    }

    private string MakeId(string name, CameraEntry entry)
    {
        var wanted = CameraIds.Slug(name) is { Length: > 0 } slug ? slug : entry.FallbackId;
        var id = wanted;
        for (var next = 2; !_ids.TryAdd(id, entry.Url.Key); next++)
        {
            id = $"{wanted}-{next}";
        }

        return id;
    }

    private void CheckCredentials(CameraEntry entry)
    {
        if (!string.IsNullOrEmpty(entry.Password.Value) && !entry.Username.IsSet)
        {
            report(entry.Password.Key, $"a password without {entry.Username.Key}.");
        }

        foreach (var secret in new[] { entry.Username, entry.Password })
        {
            if (secret.Value is { } text && text.Any(char.IsControl))
            {
                report(secret.Key, "holds a control character.");
            }
            else if (secret.Value is Redactor.Placeholder)
            {
                report(secret.Key, "is the placeholder that stands for a hidden value, not the value.");
            }
        }
    }

    private RtspTransport CheckTransport(Setting transport)
    {
        switch (transport.Value?.Trim().ToLowerInvariant())
        {
            case null or "" or "tcp":
                return RtspTransport.Tcp;
            case "udp":
                return RtspTransport.Udp;
            default:
                report(transport.Key, "must be tcp or udp.");
                return RtspTransport.Tcp;
        }
    }

    private bool CheckEnabled(Setting enabled)
    {
        switch (enabled.Value?.Trim().ToLowerInvariant())
        {
            case null or "" or "true":
                return true;
            case "false":
                return false;
            default:
                report(enabled.Key, "must be true or false.");
                return true;
        }
    }

    private RtspAddress? CheckAddress(Setting url, Setting username)
    {
        if (!url.IsSet)
        {
            return null;
        }

        var address = RtspAddress.Parse(url.Value!.Trim(' ', '\t'), out var error);
        if (error is not null)
        {
            report(url.Key, error);
        }
        else if (address?.Username is not null && username.IsSet)
        {
            report(url.Key, $"holds a user, and {username.Key} is set as well. Keep one.");
        }

        return address;
    }

    private static bool SameHost(RtspAddress one, RtspAddress other) =>
        string.Equals(one.Url.IdnHost, other.Url.IdnHost, StringComparison.OrdinalIgnoreCase);
}
