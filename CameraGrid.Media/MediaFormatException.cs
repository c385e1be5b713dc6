namespace CameraGrid.Media;

/// <summary>Bytes that do not follow their format. The only exception a parser of this assembly throws.</summary>
/// <param name="message">What was wrong, naming the format and the field.</param>
public sealed class MediaFormatException(string message) : Exception(message);
