namespace CameraGrid.Cameras;

/// <summary>Which of a camera's two streams: the full picture, or the small one that tiles show.</summary>
public enum StreamName
{
    /// <summary>Full resolution; shown full screen.</summary>
    Main,

    /// <summary>Low resolution; shown in tiles where the camera has one.</summary>
    Sub,
}

/// <summary>The names of streams as routes and store keys spell them.</summary>
public static class StreamNames
{
    /// <summary><c>main</c> or <c>sub</c>.</summary>
    public static string ToText(this StreamName stream) => stream is StreamName.Main ? "main" : "sub";

    /// <summary>Reads <c>main</c> or <c>sub</c>; anything else, other letter case included, is refused.</summary>
    public static bool TryParse(string? text, out StreamName stream)
    {
        stream = text is "sub" ? StreamName.Sub : StreamName.Main;
        return text is "main" or "sub";
    }
}
