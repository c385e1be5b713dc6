namespace CameraGrid.Cameras;

/// <summary>Names one stream of one camera, in routes, store keys and logs.</summary>
/// <param name="Camera">The camera's id, <c>[a-z0-9-]+</c>.</param>
/// <param name="Stream">Which of its streams.</param>
public readonly record struct StreamKey(string Camera, StreamName Stream)
{
    /// <summary>As in <c>camera-1/main</c>.</summary>
    public override string ToString() => $"{Camera}/{Stream.ToText()}";

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out StreamKey key)
    {
        key = default;
        var slash = text?.LastIndexOf('/') ?? -1;
        if (slash < 1 || !StreamNames.TryParse(text![(slash + 1)..], out var stream))
        {
            return false;
        }

        key = new StreamKey(text[..slash], stream);
        return true;
    }
}
