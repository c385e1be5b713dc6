namespace CameraGrid.Cameras;

/// <summary>A stream has another owner.</summary>
/// <param name="Stream">Which stream.</param>
/// <param name="Owner">The id of its node; null: it was released.</param>
public readonly record struct OwnerChange(StreamKey Stream, string? Owner)
{
    /// <summary>As in <c>camera-1/main node-1</c>.</summary>
    public override string ToString() => $"{Stream} {Owner}";

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, out OwnerChange change)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        change = default;
        if (space < 0 || !StreamKey.TryParse(text[..space], out var stream))
        {
            return false;
        }

        change = new OwnerChange(stream, space + 1 < text.Length ? text[(space + 1)..] : null);
        return true;
    }
}
