namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>The last lines that a process printed; older ones are forgotten. Thread-safe.</summary>
internal sealed class LastLines(int capacity)
{
    private const int LongestLine = 500;
    private readonly Queue<string> _lines = new(capacity);

    public void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == capacity)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line.Length > LongestLine ? line[..LongestLine] : line);
        }
    }

    public string[] ToArray()
    {
        lock (_lines)
        {
            return [.. _lines];
        }
    }
}
